// Counts the bytes of files as they arrive.

// A fetch that reports how many bytes of all files have come, each time some do, and what fails:
// its caller may wait for a file that never comes.
export function counting(fetch, report, fail) {
  let loaded = 0;
  const through = (body) =>
    body.pipeThrough(
      new TransformStream({
        transform(chunk, controller) {
          loaded += chunk.byteLength;
          report(loaded);
          controller.enqueue(chunk);
        },
      }),
    );
  const counted = async (...request) => {
    const response = await fetch(...request);
    if (!response.ok) throw new TypeError(`${response.status} for ${response.url}`);
    const { body, status, statusText, headers } = response;
    return new Response(through(body), { status, statusText, headers });
  };
  return (...request) => {
    const response = counted(...request);
    response.catch(fail);
    return response;
  };
}

export const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
