// What a command is and what it is given. A command never touches `process`: it may run in the
// process of its caller or, through the control socket, in the one that holds the database.
import type { Config } from '../config.ts'
import type { Platform, PlatformWish } from './platform.ts'
import type { Io, Text } from './terminal/io.ts'

export interface Option {
  readonly type: 'boolean' | 'string'
  readonly short?: string
  /** How the value is called in the help: `FILE`. */
  readonly value?: string
  readonly meaning: Text
  /** The variable of the environment that this option overrides. */
  readonly variable?: string
}

export interface Argument {
  readonly name: string
  readonly meaning: Text
  readonly isOptional?: boolean
  /** Where only these words are possible. */
  readonly allowed?: readonly string[]
  /** The last one may take all words that are left. */
  readonly isRest?: boolean
}

export type Place = 'inside' | 'here'

export interface Command {
  /** One word or several: `events lag`. */
  readonly name: string
  readonly summary: Text
  readonly arguments: readonly Argument[]
  readonly options: Readonly<Record<string, Option>>
  /** `inside` runs in the process that holds the embedded database; `here` always in the caller's. */
  readonly runs: Place | ((words: readonly string[]) => Place)
  /** Said below the options: what to do with the answer, which exit codes there are. */
  readonly notes?: Text
  run(context: CommandContext): Promise<number>
}

export interface CommandContext {
  readonly io: Io
  readonly config: Config
  readonly options: OptionValues
  /** One text per declared argument; an optional one may be missing. */
  readonly arguments: readonly string[]
  /** The platform of this process or the running one; what was opened is closed after the command. */
  open(wish?: PlatformWish): Promise<Platform>
}

export type OptionValues = Readonly<Record<string, string | true>>

export function placeOf({ runs }: Command, words: readonly string[]): Place {
  return typeof runs === 'function' ? runs(words) : runs
}

export function defineCommand(command: Command): Command {
  return Object.freeze(command)
}
