// `acervo alerts test`: a message to every receiver that is configured, now, and what became of it.
import { randomUUID } from 'node:crypto'
import { isAcervoError } from '../kernel/index.ts'
import type { AlertMessage } from '../kernel/watch/index.ts'
import { defineCommand } from './command.ts'
import { exitCodes } from './terminal/io.ts'
import { sinksOf } from './watch-parts.ts'

const timeoutMs = 15_000

export const command = defineCommand({
  name: 'alerts test',
  summary: {
    en: 'send a test message to every receiver of alerts',
    es: 'envía un aviso de prueba a cada destino de alertas',
  },
  arguments: [],
  options: {},
  runs: 'here',
  notes: {
    en: 'Exit: 0 when each has taken it, 1 when one has not or none is configured (ACERVO_ALERT_WEBHOOK_URL, ACERVO_ALERT_MAIL_URL).',
    es: 'Salida: 0 si todos lo aceptan, 1 si alguno no, o si no hay ninguno (ACERVO_ALERT_WEBHOOK_URL, ACERVO_ALERT_MAIL_URL).',
  },
  run: async ({ io, config, options }) => {
    const sinks = await sinksOf(config)
    const message = toTest()
    const sent = await Promise.all(
      sinks.map(async (sink) => {
        const error = await sink
          .send(message, AbortSignal.any([io.signal, AbortSignal.timeout(timeoutMs)]))
          .then(() => undefined, toWords)
        return { sink: sink.name, ok: error === undefined, ...(error && { error }) }
      }),
    )
    const isWell = sent.length > 0 && sent.every(({ ok }) => ok)
    if (options.json) await io.out(`${JSON.stringify({ ok: isWell, sent })}\n`)
    else {
      const lines = sent.map(({ sink, ok, error }) => `${sink}: ${ok ? 'ok' : error}\n`)
      await io.out(sent.length === 0 ? `${none[io.language]}\n` : lines.join(''))
    }
    return isWell ? exitCodes.ok : exitCodes.failed
  },
})

function toTest(): AlertMessage {
  return {
    ...{ id: randomUUID(), event: 'alert.test', at: new Date().toISOString() },
    ...{ rule: 'test', severity: 'warning', subject: 'test', metric: 'test' },
    ...{ value: 0, threshold: 0 },
    says: { en: 'this is a test', es: 'esto es una prueba' },
    advice: { en: 'Nothing is to be done.', es: 'No hay que hacer nada.' },
  }
}

function toWords(error: unknown): string {
  if (isAcervoError(error)) return `${error.code} ${error.message}`
  return error instanceof Error ? error.message : String(error)
}

const none = Object.freeze({
  en: 'No receiver is configured: ACERVO_ALERT_WEBHOOK_URL, ACERVO_ALERT_MAIL_URL.',
  es: 'No hay ningún destino: ACERVO_ALERT_WEBHOOK_URL, ACERVO_ALERT_MAIL_URL.',
})
