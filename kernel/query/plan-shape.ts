// Plans of shapes that came before: only the values are new, and each is checked against its column as in any
// other request. The shapes of a table are bounded; what comes after is planned anew each time.
import type { Statement } from '../database/target.ts'
import type { TableModel } from '../model/model.ts'
import { limits } from './limits.ts'
import type { Plan } from './planning.ts'
import type { Shape, Token } from './shape.ts'
import { slotAt } from './slot.ts'
import { toComparedText } from './value.ts'

interface Planned {
  readonly plan: Plan
  readonly statement: Statement
  /** For each parameter the slot that it is filled from. */
  readonly slots: readonly (number | undefined)[]
}

/** Shapes as paths of tokens: two of them never look alike, whatever a request names. */
interface Branch {
  readonly next: Map<Token, Branch>
  planned?: Planned
}

interface Tree {
  readonly root: Branch
  shapes: number
}

const trees = new WeakMap<TableModel, Tree>()

/** `planSlots` plans the shape with slots for values; undefined where it cannot be kept. */
export function planShape(table: TableModel, shape: Shape, planSlots: () => Plan): Plan {
  const tree = treeOf(table)
  const known = find(tree.root, shape.tokens)
  if (known !== undefined) return fill(known, shape)
  const plan = planSlots()
  const [statement] = plan.statements
  const planned = {
    plan,
    statement: statement as Statement,
    slots: statement?.values.map(slotAt) ?? [],
  }
  // Markers of rows elsewhere belong to one request alone.
  if (plan.references.length === 0 && tree.shapes < limits.shapesMax) {
    branchOf(tree.root, shape.tokens).planned = planned
    tree.shapes++
  }
  return fill(planned, shape)
}

function fill({ plan, statement, slots }: Planned, { values }: Shape): Plan {
  const texts = values.map(([column, value]) => toComparedText(column, value))
  const filled = statement.values.map((value, at) => {
    const slot = slots[at]
    return slot === undefined ? value : texts[slot]
  })
  return { ...plan, statements: [{ ...statement, values: filled }] }
}

function find(root: Branch, tokens: readonly Token[]): Planned | undefined {
  let branch: Branch | undefined = root
  for (const token of tokens) {
    branch = branch.next.get(token)
    if (branch === undefined) return undefined
  }
  return branch.planned
}

function branchOf(root: Branch, tokens: readonly Token[]): Branch {
  let branch = root
  for (const token of tokens) {
    const next = branch.next.get(token) ?? { next: new Map() }
    branch.next.set(token, next)
    branch = next
  }
  return branch
}

function treeOf(table: TableModel): Tree {
  const known = trees.get(table)
  if (known !== undefined) return known
  const born = { root: { next: new Map() }, shapes: 0 }
  trees.set(table, born)
  return born
}
