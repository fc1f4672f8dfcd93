// A stored event -> the payload that its handlers were written for: lifted to the declared version, then held to
// its JSON Schema.
import type { ValidateFunction } from 'ajv'
import { AcervoError } from '../../errors/index.ts'
import type { EventModel } from '../../model/model.ts'
import { isPlainObject } from '../../query/json-value.ts'
import type { Handler } from './subscription.ts'

export type Payload = Readonly<Record<string, unknown>>

/** @throws ACV510 where no declared version fits; another try would end the same. */
export type ReadPayload = (handler: Handler, version: number, data: unknown) => Payload

export async function loadPayloadReader(): Promise<ReadPayload> {
  // Nobody who runs without consumers loads the validator.
  const { Ajv2020 } = await import('ajv/dist/2020.js')
  const ajv = new Ajv2020({ strict: false, formats })
  const validators = new WeakMap<EventModel, ValidateFunction>()
  const validatorOf = (event: EventModel) => {
    const validate = validators.get(event) ?? ajv.compile(event.schema)
    validators.set(event, validate)
    return validate
  }
  return (handler, version, data) => {
    if (!isPlainObject(data)) throw unfit(handler.event, 'it is no object')
    const payload = lift(handler, version, data)
    const validate = validatorOf(handler.event)
    if (validate(payload)) return payload
    throw unfit(handler.event, ajv.errorsText(validate.errors, { dataVar: 'payload' }))
  }
}

// The engine knows these words by a package of their own; events need three of them.
const formats = {
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  date: /^-?\d{4,6}-\d\d-\d\d$/,
  'date-time': /^-?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/,
}

function lift({ consumer, event }: Handler, version: number, data: Payload): Payload {
  if (version > event.version)
    throw unfit(event, `version ${version} is newer than ${event.version}, which this code knows`)
  let payload = data
  for (let from = version; from < event.version; from++) {
    const upcast = consumer.upcasts?.[event.name]?.[from]
    if (upcast === undefined)
      throw unfit(event, `'${consumer.name}' has no upcast from version ${from}`)
    payload = upcast(payload)
  }
  return payload
}

function unfit(event: EventModel, details: string): AcervoError {
  return new AcervoError('ACV510', `the payload of '${event.name}' does not fit its declaration`, {
    details,
  })
}
