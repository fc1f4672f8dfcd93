// What does it cost to keep who did what?
import { ledger, writer } from './audit/writers.ts'
import { openPlatform } from './fixture.ts'
import type { Measurement } from './result.ts'
import { interleave, median, ratio } from './rounds.ts'

const clients = 8
const rounds = { rounds: 7, roundMs: 2_000, warmUpMs: 500, concurrency: clients }

export async function measure(server: string): Promise<Measurement> {
  const opened = await openPlatform(server, [ledger])
  try {
    const arms = (['plain', 'audited', 'apart'] as const).map((name) => writer(opened, name))
    const [plain, audited, apart] = await interleave(arms, rounds)
    const of = (figures: typeof plain) => figures?.perSecond ?? []
    return {
      question: 'The audit: what it costs writers.',
      claims: [
        {
          claim: `writes of ${clients} clients, of those without audit`,
          ratio: ratio(of(audited), of(plain)),
          atLeast: 0.65,
        },
      ],
      figures: {
        writesPerSecond: Object.fromEntries(
          [plain, audited, apart].map((one) => [one?.name, Math.round(median(of(one)))]),
        ),
        apart: ratio(of(apart), of(plain)),
      },
    }
  } finally {
    await opened.close()
  }
}
