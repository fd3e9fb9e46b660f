export type Posted<Answer> = { status: number; answer: Answer; text: string };

/** One request, answered or not: whatever the status is. @throws when the connection breaks */
export async function post<Answer>(
  port: number,
  path: string,
  token: string,
  body: unknown,
): Promise<Posted<Answer>> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, text, answer: (text === '' ? {} : JSON.parse(text)) as Answer };
}

/** The same where nothing but success is expected. @throws naming the path, the status and the problem */
export async function insist<Answer>(port: number, path: string, token: string, body: unknown) {
  const { status, answer, text } = await post<Answer>(port, path, token, body);
  if (status !== 200 && status !== 201) throw new Error(`${path}: ${status} ${text.slice(0, 300)}`);
  return answer;
}
