/** Text whose control characters, which a terminal would obey, are written out: `\x1b`. */
export function visible(text: string): string {
  // C0, C1, and marks that change the direction of what follows
  return text.replace(/[\0-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code}` : `\\x${code.padStart(2, "0")}`;
  });
}
