/**
 * @param {{ error: any }} props why the page could not start
 */
export function StartFailure({ error }) {
  return (
    <main className="start">
      <h1>This page cannot start</h1>
      <p role="alert" className="problem">
        {error?.message ?? String(error)}
        {error?.code && <code className="problem-code">{error.code}</code>}
      </p>
      <button type="button" className="button" onClick={() => location.reload()}>
        Try again
      </button>
    </main>
  );
}
