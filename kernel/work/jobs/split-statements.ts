// One SQL text -> its statements. pg-boss sends maintenance as one text of several; a group takes them one by one.

const tokens =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\/|;|[^'"$;/-]+|[\s\S]/g

/** In order, without the semicolons between them; quoted text, bodies and comments are left alone. */
export function splitStatements(text: string): readonly string[] {
  const statements: string[] = []
  let current = ''
  for (const [token] of text.matchAll(tokens)) {
    if (token !== ';') current += token
    else {
      statements.push(current.trim())
      current = ''
    }
  }
  return [...statements, current.trim()].filter((statement) => statement !== '')
}
