// Whether a drawing is text that Mermaid takes: the few forms that we write, each line of one of them. Mermaid itself
// brings some 140 packages; its own parser was asked once about every page, and this is what it agreed to.
const forms: Readonly<Record<string, readonly RegExp[]>> = {
  erDiagram: [
    /^ {2}(?<opens>[a-z][a-z0-9_]*) \{$/,
    /^ {4}[a-z][a-z0-9_]* [a-z][a-z0-9_]*( (PK|FK|UK)(, (PK|FK|UK))*)?( "[a-z, ]+")?$/,
    /^ {2}\}$/,
    /^ {2}(?<from>[a-z][a-z0-9_]*) (\|\||\|o)--(o\{|o\|) (?<to>[a-z][a-z0-9_]*) : [a-z][a-z0-9_]*$/,
    /^ {2}"[A-Za-z]+\.[A-Za-z]+" \|o\.\.o\{ (?<to>[a-z][a-z0-9_]*) : [a-z][a-z0-9_]*$/,
  ],
  'flowchart LR': [
    /^ {2}subgraph [\w-]+\[[\w-]+\]$/,
    /^ {4}(?<opens>[\w-]+)\[(\w+|"[\w: -]+")\]$/,
    /^ {2}end$/,
    /^ {2}(?<from>[\w-]+) (-->|==>(\|"[\w<>]+"\|)?) (?<to>[\w-]+)$/,
  ],
}

/** Words that Mermaid keeps for itself where a name may stand. */
const kept = new Set(['one', 'only', 'many', 'zero', 'to', 'style', 'class', 'title', 'direction'])
const charactersMax = 50_000

/** What is wrong with it, or undefined. */
export function findMermaidMistake(text: string): string | undefined {
  const [head = '', ...lines] = text.trimEnd().split('\n')
  const known = forms[head]
  if (known === undefined) return `it is no drawing of ours: ${head}`
  if (text.length > charactersMax) return `${text.length} characters are more than Mermaid draws`
  const opened = new Set<string>()
  const used = new Set<string>()
  for (const line of lines) {
    const found = known.map((form) => form.exec(line)).find((match) => match !== null)
    if (found === undefined) return `it does not take: ${line}`
    const { opens, from, to } = found.groups ?? {}
    if (opens !== undefined) {
      if (opened.has(opens) || kept.has(opens))
        return `'${opens}' is drawn twice, or a word of its own`
      opened.add(opens)
    }
    for (const name of [from, to]) if (name !== undefined) used.add(name)
  }
  const missing = [...used].find((name) => !opened.has(name))
  return missing === undefined ? undefined : `'${missing}' is joined and not drawn`
}

/** The drawings of a page. */
export function readMermaid(page: string): readonly string[] {
  return [...page.matchAll(/```mermaid\n(.*?)```/gs)].map(([, text = '']) => text)
}
