/**
 * A greeting: the piece to replace with what this service is for.
 * @param {string | null} name
 */
export function hello(name) {
  const trimmed = name?.trim() || 'world';
  if ([...trimmed].length > 100) {
    return { status: 400, body: { status: 400, title: 'a name has at most 100 characters' } };
  }
  return { status: 200, body: { hello: trimmed } };
}
