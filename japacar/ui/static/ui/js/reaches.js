// Whether the server can be reached. What is asked for is this very script: small, public, and the same server.
const PATIENCE = 8000;
const address = new URL(import.meta.url);
address.hash = "";

export async function reaches() {
  try {
    const answer = await fetch(address, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    return answer.ok;
  } catch {
    return false;
  }
}
