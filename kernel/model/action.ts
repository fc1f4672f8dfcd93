// Actions of a table from its facts, and the rules that offers keep: what a path and a command name is an
// input, and no two actions answer to one name.
import type { ActionCommand, ActionOffer, ActionPage } from '../table/offer.ts'
import type { Report } from './diagnosis.ts'
import type { Folded } from './fold.ts'
import type { ActionModel, DatabaseModel, TableModel } from './model.ts'
import { factsOf } from './structure.ts'

const nameForm = /^[a-z][A-Za-z0-9]*$/
const wordForm = /^[a-z][a-z0-9-]*$/
const stepForm = /^(?:[a-z][a-z0-9-]*|\{[a-z][A-Za-z0-9]*\})$/
/** First words of the server's own paths. */
const ownPages = new Set(['v1', 'health', 'metrics', 'docs', 'sign-in', 'mcp'])
const methods = { read: 'GET', create: 'POST', undo: 'DELETE' } as const

export function toActions(folded: Folded): ReadonlyMap<string, ActionModel> {
  const actions = new Map<string, ActionModel>()
  const addresses = new Set<string>()
  for (const { fact, feature } of factsOf(folded, 'action')) {
    const { kind: _, ...action } = fact
    const mistake = (message: string) =>
      folded.mistake('ACV104', `the action '${fact.name}' ${message}`, { feature })
    if (!nameForm.test(fact.name)) mistake('has a name that is not camelCase')
    if (actions.has(fact.name)) mistake('is declared twice')
    if (fact.offer !== undefined) {
      checkOffer(fact.offer, mistake)
      const address = toAddress(fact.offer)
      if (addresses.has(address)) mistake(`has the method and path of another: ${address}`)
      addresses.add(address)
    }
    actions.set(fact.name, action)
  }
  for (const { name, offer } of actions.values())
    for (const other of offer?.page?.with ?? [])
      if (actions.get(other)?.offer?.effect !== 'read')
        folded.mistake('ACV104', `the page of '${name}' shows '${other}', which is no read here`)
  return actions
}

/** Two actions may differ in their method alone; what a parameter is called makes no other path. */
function toAddress({ effect, path }: ActionOffer): string {
  return `${methods[effect]} ${path.replace(/\{\w+\}/g, '{}')}`
}

function checkOffer(offer: ActionOffer, mistake: (message: string) => void): void {
  const { path, input, commands = [] } = offer
  const steps = path.split('/')
  for (const step of steps) if (!stepForm.test(step)) mistake(`has '${step}' in its path`)
  // A row, its collection and its search have routes of their own.
  if (steps.length === 1 && (steps[0]?.startsWith('{') || path === 'search'))
    mistake(`has the path '${path}', which is the table's own`)
  for (const name of pathInputs(path))
    if (!(name in input)) mistake(`names '${name}' in its path, which is no input`)
  for (const command of commands) checkCommand(command, input, mistake)
  if (offer.page !== undefined) checkPage(offer, offer.page, mistake)
}

function checkPage(
  { effect, input }: ActionOffer,
  { path }: ActionPage,
  mistake: (message: string) => void,
): void {
  if (effect !== 'read') mistake('has a page and is no read')
  const [empty, ...steps] = path.split('/')
  const isPath = empty === '' && wordForm.test(steps[0] ?? '')
  if (!isPath || steps.some((step) => !stepForm.test(step)) || ownPages.has(steps[0] ?? ''))
    mistake(`cannot have the page '${path}'`)
  for (const name of pathInputs(path))
    if (!(name in input)) mistake(`names '${name}' in its page, which is no input`)
}

function checkCommand(
  { words, arguments: named, takesRest, given = {} }: ActionCommand,
  input: ActionOffer['input'],
  mistake: (message: string) => void,
): void {
  for (const word of words) if (!wordForm.test(word)) mistake(`has the command word '${word}'`)
  for (const name of [...named, ...Object.keys(given)])
    if (!(name in input)) mistake(`takes the argument '${name}', which is no input`)
  const optional = named.map((name) => input[name]?.isOptional === true)
  if (optional.includes(true) && optional.lastIndexOf(false) > optional.indexOf(true))
    mistake('takes a required argument after an optional one')
  if (takesRest && named.length === 0) mistake('takes the rest of no argument')
}

/** `{id}/merges/{decisionId}` -> id, decisionId. */
export function pathInputs(path: string): readonly string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
}

/** Words are one list for all systems: a person types no database before them. */
export function checkActionNames(
  databases: ReadonlyMap<string, DatabaseModel>,
  report: Report,
): void {
  const seen = new Map<string, string>()
  const take = (name: string, what: string, table: TableModel) => {
    const where = `${table.database}.${table.name}`
    const other = seen.get(what)
    seen.set(what, `${where}.${name}`)
    if (other === undefined) return
    const message = `the action '${name}' has the ${what}, as ${other} has`
    report({ code: 'ACV101', where, file: table.file, message })
  }
  for (const database of databases.values())
    for (const table of database.tables.values())
      for (const { name, offer } of table.actions.values()) {
        for (const { words } of offer?.commands ?? [])
          take(name, `command '${words.join(' ')}'`, table)
        if (offer?.page !== undefined)
          take(name, `page '${offer.page.path.replace(/\{\w+\}/g, '{}')}'`, table)
      }
}
