// The order of the files. Left alone, the smallest come last, and a campaign of six lines that takes a minute would
// run alone in the end. Those that wait for processes and clocks come early instead, each between some that compute.
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const between = 8

export class TestOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const waiting = sorted.filter(isWaiting)
    const computing = sorted.filter((file) => !isWaiting(file))
    return [
      ...waiting.flatMap((file, at) => [
        file,
        ...computing.slice(at * between, (at + 1) * between),
      ]),
      ...computing.slice(waiting.length * between),
    ]
  }
}

const waits = [
  /\/test\/campaigns\//,
  /\/test\/journeys\/(canaries|packed)\./,
  /\/kernel\/(backup|move|work\/jobs)\//,
  /\/cli\/(backup|move|process)\./,
]

function isWaiting({ moduleId }: TestSpecification): boolean {
  return waits.some((pattern) => pattern.test(moduleId))
}
