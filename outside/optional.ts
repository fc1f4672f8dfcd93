// Packages that only some need: they are no dependency, and whoever turns on what takes one installs it.
import { AcervoError } from '../kernel/index.ts'

/** @throws ACV606 with the command that installs it. */
export async function loadOptional<T>(
  name: string,
  variable: string,
  load: () => Promise<T>,
): Promise<T> {
  try {
    return await load()
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new AcervoError('ACV606', `${variable} needs the package ${name}`, {
      details: 'It is not installed.',
      hint: `npm install ${name}`,
      cause: error,
    })
  }
}
