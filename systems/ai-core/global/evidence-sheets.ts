// Why records are one or not, for people: each comparison with what it found and how much that weighs.
import type { Sheet, SpokenLanguage } from '../../../kernel/index.ts'
import { inLanguage, sayCompared, sayLevel, sayVeto } from './party-words.ts'
import type { PairView } from './resolution/index.ts'

/** Bits at which a bar is full: odds of a million to one. */
const fullBarBits = 20

export function toPairSheets(pair: PairView, language: SpokenLanguage): readonly Sheet[] {
  const say = inLanguage(said, language)
  const { recordId, otherRecordId, bits, probability, veto, comparisons, modelVersion } = pair
  const verdict = `${say.together} ${toBits(bits)} (${toShare(probability)}, ${say.model} ${modelVersion})`
  return [
    {
      title: `${recordId} ~ ${otherRecordId}`,
      header: [say.compared, say.found, say.one, say.other, say.bits],
      rows: comparisons.map((one) => [
        sayCompared(one.name, language),
        sayLevel(one.level, language),
        one.left,
        one.right,
        { text: toBits(one.bits), bar: one.bits / fullBarBits },
      ]),
    },
    { text: veto === null ? verdict : `${verdict}\n${say.veto}: ${sayVeto(veto, language)}.` },
  ]
}

/** `+12.4`: a bit more is odds twice as good. */
export function toBits(bits: number): string {
  const text = Math.abs(bits) < 0.05 ? '0.0' : bits.toFixed(1)
  return bits >= 0.05 ? `+${text}` : text
}

/** Never a certainty: what is nearer to it than two digits is told so. */
export function toShare(probability: number): string {
  if (probability > 0.9999) return '> 99.99 %'
  if (probability < 0.0001) return '< 0.01 %'
  return `${(probability * 100).toFixed(2)} %`
}

const said = {
  compared: { en: 'compared', es: 'se compara' },
  found: { en: 'found', es: 'resultado' },
  one: { en: 'one record', es: 'un registro' },
  other: { en: 'the other', es: 'el otro' },
  bits: { en: 'bits', es: 'bits' },
  together: {
    en: 'Together, with how rare any match is:',
    es: 'En conjunto, contando lo rara que es una coincidencia:',
  },
  model: { en: 'model', es: 'modelo' },
  veto: { en: 'They cannot be one', es: 'No pueden ser el mismo' },
}
