// Messages of alerts by mail, through nodemailer, which is an optional package. The Message-ID is the message's own: a
// mailbox shows what comes twice once.
import type { AlertMessage, AlertSink } from '../kernel/watch/index.ts'
import { loadOptional } from './optional.ts'

export interface MailOptions {
  /** smtp:// or smtps://, with user and password. */
  readonly url: string
  readonly from: string
  readonly to: readonly string[]
  readonly language: 'en' | 'es'
}

/** @throws ACV606 where nodemailer is not installed. */
export async function openAlertMail(options: MailOptions): Promise<AlertSink> {
  const { url, from, to, language } = options
  const { createTransport } = await loadOptional(
    'nodemailer',
    'ACERVO_ALERT_MAIL_URL',
    () => import('nodemailer'),
  )
  const limits = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 8_000 }
  const transport = createTransport({ url, ...limits })
  return {
    name: 'mail',
    send: async (message) => {
      await transport.sendMail({
        from,
        to: [...to],
        messageId: `<${message.id}@acervo>`,
        ...toMail(message, language),
      })
    },
  }
}

function toMail(message: AlertMessage, language: 'en' | 'es') {
  const { event, rule, severity, subject, metric, value, threshold, at, says, advice } = message
  const word = words[language]
  const state = event === 'alert.firing' ? severity : word[event]
  return {
    subject: `[acervo] ${state}: ${says[language]}`,
    text: [
      `${says[language]}`,
      '',
      `${rule} (${state}), ${at}`,
      `${metric} = ${value} (${word.threshold} ${threshold})`,
      subject,
      '',
      `${word.first}: ${advice[language]}`,
      '',
    ].join('\n'),
  }
}

const words = Object.freeze({
  en: {
    'alert.resolved': 'resolved',
    'alert.test': 'test',
    threshold: 'threshold',
    first: 'First',
  },
  es: {
    'alert.resolved': 'resuelta',
    'alert.test': 'prueba',
    threshold: 'umbral',
    first: 'Primero',
  },
})
