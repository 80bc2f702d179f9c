// Takes from a worker, for good, whatever could reach the network, another worker or stored data:
// what is not named here goes, so that what browsers learn later goes too.

const LANGUAGE = `
  AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date
  Error EvalError FinalizationRegistry Float16Array Float32Array Float64Array Function Infinity
  Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN Number Object Promise Proxy RangeError
  ReferenceError Reflect RegExp Set SharedArrayBuffer String Symbol SyntaxError TypeError URIError
  Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly
  decodeURI decodeURIComponent encodeURI encodeURIComponent globalThis isFinite isNaN parseFloat
  parseInt undefined`;
// What Pyodide asks for after it has started.
const RUNTIME = `
  DOMException MessageChannel TextDecoder TextEncoder URL addEventListener clearTimeout console
  constructor crypto dispatchEvent performance queueMicrotask removeEventListener self setTimeout`;
export const KEPT = new Set(`${LANGUAGE} ${RUNTIME}`.trim().split(/\s+/));

// An object and what it inherits from, down to what every object has.
function* lineage(object) {
  for (; object && object !== Object.prototype; object = Object.getPrototypeOf(object)) yield object;
}

const named = (object) => Object.getOwnPropertyNames(object);

export function seal(scope) {
  withoutCodeFromText(scope);
  for (const object of lineage(scope)) {
    for (const name of named(object)) if (!KEPT.has(name)) Reflect.deleteProperty(object, name);
  }
  return remains(scope);
}

// The names that could not be taken away.
export const remains = (scope) =>
  [...lineage(scope)].flatMap(named).filter((name) => !KEPT.has(name) && scope[name] != null);

// Without it, no text becomes code, and so no import() can be written.
function withoutCodeFromText(scope) {
  function refuse() {
    throw new TypeError('code is not made from text here');
  }
  refuse.prototype = Function.prototype; // so that a function is still an instance of it
  scope.Function = refuse;
  const kinds = [function () {}, async function () {}, function* () {}, async function* () {}];
  for (const kind of kinds) {
    Object.defineProperty(Object.getPrototypeOf(kind), 'constructor', { value: refuse });
  }
  const later = scope.setTimeout;
  scope.setTimeout = (call, ...rest) => (typeof call === 'function' ? later(call, ...rest) : refuse());
}
