import type { Socket } from 'node:net';

const answers: Record<string, [status: number, reason: string, code: string]> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'headers-too-large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'request-too-slow'],
};

/** What is no HTTP request gets a problem too, and the end of its connection; never an echo of what it sent. */
export function answerOddRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, reason, code] = answers[error.code ?? ''] ?? [400, 'Bad Request', 'malformed'];
  const body = JSON.stringify({ type: `urn:sweepwell:${code}`, title: code, status, code });
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\ncontent-type: application/problem+json\r\ncontent-length: ${body.length}\r\n` +
      `connection: close\r\n\r\n${body}`,
  );
}
