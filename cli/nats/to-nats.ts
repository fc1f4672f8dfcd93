// How events reach NATS, as the environment says it; paths are those of where the command is run.
import { resolve } from 'node:path'
import type { Config } from '../../config.ts'
import type { NatsOptions } from '../../kernel/work/index.ts'

export function toNats({ natsUrl, natsFiles }: Config, cwd: string): NatsOptions {
  if (natsUrl === undefined) return {}
  const given = Object.entries(natsFiles).flatMap(([name, path]) =>
    path === undefined ? [] : [[name, resolve(cwd, path)] as const],
  )
  return { natsUrl, natsFiles: Object.fromEntries(given) }
}
