// What an action says of itself to edges: where it stands, what it is given, how a person calls and reads it.
import type { JsonSchema } from './json-schema.ts'

/** A sentence for people. */
export interface Said {
  readonly en: string
  readonly es: string
}

export type SpokenLanguage = keyof Said

/** One named value that an action is given; its schema is of one JSON type. */
export interface ActionInput {
  readonly schema: JsonSchema
  readonly meaning: Said
  readonly isOptional?: boolean
}

/** What an answer looks like to a person, in a terminal and on a page: headings, paragraphs, tables. */
export type Sheet =
  | { readonly heading: string }
  | { readonly text: string }
  | {
      readonly title?: string
      /** Names in the first column, no header: what is said of one thing. */
      readonly isList?: boolean
      readonly header: readonly string[]
      readonly rows: readonly (readonly Cell[])[]
    }

export type Cell = string | number | boolean | null | undefined | RichCell

export interface RichCell {
  readonly text: string
  /** Path of a page. */
  readonly link?: string
  /** From -1 to 1: how much it speaks against or for something. */
  readonly bar?: number
}

export interface ActionCommand {
  /** `['party', 'merge']` */
  readonly words: readonly [string, ...string[]]
  /** Where it says more than the action's own. */
  readonly summary?: Said
  /** Inputs that are given by place; the others are options. */
  readonly arguments: readonly string[]
  /** Inputs that the words stand for: `reject` gives an answer. */
  readonly given?: Readonly<Record<string, string>>
  /** The last argument takes all words that are left. */
  readonly takesRest?: boolean
}

/** Where a browser reads what a `read` answers. */
export interface ActionPage {
  /** With inputs in braces: `/parties/{id}`; the other inputs are fields of a form. */
  readonly path: string
  readonly title: Said
  /** Names of other actions of the table whose answers follow: they take the same inputs. */
  readonly with?: readonly string[]
}

export interface ActionOffer {
  /** `read` changes nothing, `create` makes what the noun names, `undo` takes it back. */
  readonly effect: 'read' | 'create' | 'undo'
  /** Below the table's own path, with inputs in braces: `{id}/merges/{decisionId}`. */
  readonly path: string
  readonly input: Readonly<Record<string, ActionInput>>
  /** Of what the handler answers. */
  readonly output: JsonSchema
  readonly commands?: readonly ActionCommand[]
  readonly page?: ActionPage
  /** Without it: objects as a table. */
  readonly print?: (output: unknown, language: SpokenLanguage) => readonly Sheet[]
}
