// This package's own folder and version: above the source tree and above the built one alike.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export function findPackageFolder(): string {
  let folder = dirname(import.meta.dirname)
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) {
    folder = dirname(folder)
  }
  return folder
}

export async function readVersion(): Promise<string> {
  const text = await readFile(join(findPackageFolder(), 'package.json'), 'utf8')
  return JSON.parse(text).version
}
