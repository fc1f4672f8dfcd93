// Instants, dates and times of a request -> texts. Only forms that mean one thing: an instant
// without its zone, a day that no month has and a seventh digit of a second are refused, never
// guessed.
import { misfit } from './misfit.ts'

const instantForm =
  /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)([Zz]|[+-]\d{2}:\d{2})$/
const timeForm = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?$/

export function toInstantText(name: string, value: unknown): string {
  const allowed =
    'an instant with its zone and at most six digits, such as 2026-11-21T07:43:42.123456Z'
  if (value instanceof Date) return toDateValue(name, value, allowed).toISOString()
  const match = typeof value === 'string' ? instantForm.exec(value) : null
  if (match === null) throw misfit(name, value, allowed)
  const [, day = '', time = '', zone = ''] = match
  const isZone = /^z$/i.test(zone) || isZoneOffset(zone)
  if (!isDay(day) || !isTime(time) || !isZone) throw misfit(name, value, allowed)
  // At the ends of the calendar the zone may lead out of it: what is shown would be another instant.
  if (/^(0001-01-01|9999-12-31)/.test(day))
    toDateValue(name, new Date(`${day}T${time}${zone.toUpperCase()}`), allowed)
  return `${day}T${time}${zone.toUpperCase()}`
}

export function toDateText(name: string, value: unknown): string {
  const allowed = 'a day of the calendar, such as 2026-11-21'
  if (value instanceof Date) return toDateValue(name, value, allowed).toISOString().slice(0, 10)
  if (typeof value !== 'string' || !isDay(value)) throw misfit(name, value, allowed)
  return value
}

export function toTimeText(name: string, value: unknown): string {
  if (typeof value !== 'string' || !isTime(value))
    throw misfit(name, value, 'a time of day, such as 07:43 or 07:43:42.123456')
  return value
}

function toDateValue(name: string, value: Date, allowed: string): Date {
  const year = value.getUTCFullYear()
  if (Number.isNaN(year) || year < 1 || year > 9999) throw misfit(name, value, allowed)
  return value
}

export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (match === null) return false
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number]
  if (year === 0 || month === 0 || month > 12 || day === 0) return false
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
  return day <= days
}

function isTime(text: string): boolean {
  const match = timeForm.exec(text)
  if (match === null) return false
  const [hour, minute, second] = [match[1], match[2], match[3] ?? '0'].map(Number)
  return (hour ?? 99) < 24 && (minute ?? 99) < 60 && (second ?? 99) < 60
}

function isZoneOffset(text: string): boolean {
  const [hours, minutes] = text.slice(1).split(':').map(Number)
  return (hours ?? 99) <= 14 && (minutes ?? 99) < 60
}
