// What an action is given, before its handler sees it: texts of a URL or a command line become values of the
// declared types, and everything is held to the declared schemas.
import type { ErrorObject, ValidateFunction } from 'ajv'
import { AcervoError, nearestHint } from '../errors/index.ts'
import type { JsonSchema } from '../table/json-schema.ts'
import type { ActionOffer } from '../table/offer.ts'

export type ActionInputs = Readonly<Record<string, unknown>>

/** As OpenAPI says it and the validator reads it. */
export function toInputSchema({ input }: ActionOffer, without: readonly string[] = []): JsonSchema {
  const given = Object.entries(input).filter(([name]) => !without.includes(name))
  const required = given.filter(([, { isOptional }]) => isOptional !== true).map(([name]) => name)
  return {
    type: 'object',
    properties: Object.fromEntries(
      given.map(([name, { schema, meaning }]) => [name, { ...schema, description: meaning.en }]),
    ),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  }
}

/** Texts that are no number or boolean stay texts: the schema refuses them with its own words. */
export function readTexts(
  { input }: ActionOffer,
  texts: Iterable<readonly [string, string]>,
): ActionInputs {
  const read: Record<string, unknown> = Object.create(null)
  for (const [name, text] of texts) {
    if (name in read) throw new AcervoError('ACV200', `'${name.slice(0, 80)}' is given twice`)
    const type = Object.hasOwn(input, name) ? input[name]?.schema.type : undefined
    read[name] = toValue(type, text)
  }
  return read
}

function toValue(type: unknown, text: string): unknown {
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  const isNumber = type === 'integer' || type === 'number'
  return isNumber && /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text
}

const validators = new WeakMap<ActionOffer, Promise<ValidateFunction>>()

/** @throws ACV200 for what is missing or unknown, ACV205 for a value that does not fit. */
export async function assertInputs(offer: ActionOffer, given: ActionInputs): Promise<void> {
  const known = Object.keys(offer.input)
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue
    throw new AcervoError('ACV200', `there is no '${name.slice(0, 80)}' here`, {
      details: `Allowed: ${known.join(', ')}.`,
      hint: nearestHint(name, known),
    })
  }
  const validate = await validatorOf(offer)
  if (!validate(given)) throw toRefusal(offer, given, validate.errors?.[0])
}

function validatorOf(offer: ActionOffer): Promise<ValidateFunction> {
  let validator = validators.get(offer)
  if (validator === undefined) {
    // Loaded by the first action that is asked for: a start does not wait for it.
    validator = import('ajv/dist/2020.js').then(({ Ajv2020 }) =>
      // Formats are annotations; strict mode would refuse words that a later draft adds.
      new Ajv2020({ strict: false, validateFormats: false }).compile(toInputSchema(offer)),
    )
    validators.set(offer, validator)
  }
  return validator
}

function toRefusal(
  { input }: ActionOffer,
  given: ActionInputs,
  error: ErrorObject | undefined,
): AcervoError {
  const missing = Object.keys(input).find(
    (name) => input[name]?.isOptional !== true && given[name] === undefined,
  )
  if (missing !== undefined)
    return new AcervoError('ACV200', `'${missing}' is missing`, {
      details: `${input[missing]?.meaning.en}.`,
    })
  const place = error?.instancePath.slice(1).replaceAll('/', '.') ?? ''
  return new AcervoError('ACV205', `'${place}' does not fit`, {
    details: `${place} ${error?.message ?? 'is not valid'}.`,
  })
}
