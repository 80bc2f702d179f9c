// What a reader has answered, kept in this browser alone: by exercise, its status and the day.

const KEY = 'exercises';

/** The record in a text, of which only what makes sense is taken. */
export function parsed(text) {
  try {
    const found = Object.entries(JSON.parse(text ?? '{}'));
    return Object.fromEntries(found.filter(([, one]) => one?.status === 'right' || one?.status === 'tried'));
  } catch {
    return {};
  }
}

/** The record with an answer: what was right once stays so. */
export function noted(record, exercise, isRight, day) {
  if (record[exercise]?.status === 'right') return record;
  return { ...record, [exercise]: { status: isRight ? 'right' : 'tried', day } };
}

/** How many of the exercises were answered right. */
export const right = (record, exercises) => exercises.filter((one) => record[one]?.status === 'right').length;

export const load = () => parsed(localStorage.getItem(KEY));

export function note(exercise, isRight) {
  const day = new Date().toISOString().slice(0, 10);
  localStorage.setItem(KEY, JSON.stringify(noted(load(), exercise, isRight, day)));
  document.dispatchEvent(new Event('exercise-noted'));
}

export function erase() {
  localStorage.removeItem(KEY);
  document.dispatchEvent(new Event('exercise-noted'));
}
