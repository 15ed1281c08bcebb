// Whether the server can be reached. What is asked for is this very script: small, public, and the same server.
const PATIENCE = 8000;
const address = new URL(import.meta.url);
address.hash = "";

export async function reaches() {
  const patience = new AbortController();
  const end = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await fetch(address, { method: "HEAD", cache: "no-store", signal: patience.signal });
    return answer.ok;
  } catch {
    return false;
  } finally {
    clearTimeout(end);
  }
}
