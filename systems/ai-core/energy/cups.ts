// CUPS: the identifier of a supply point in Spain. ES, four digits of the distributor, twelve of its own,
// two control letters; then, perhaps, a digit and a letter for the point of measure.

const letters = 'TRWAGMYFPDXBNJZSQVHLCKE'
const shape = /^ES(\d{16})([A-Z]{2})(\d[FPRCXYZ])?$/

export function validateCups(cups: string): boolean {
  const [, digits, control] = shape.exec(cups) ?? []
  return digits !== undefined && toControlLetters(digits) === control
}

/** The sixteen digits modulo 529: quotient and rest by 23 are a letter each. */
export function toControlLetters(digits: string): string {
  // Sixteen digits do not fit a double.
  const rest = Number(BigInt(digits) % 529n)
  return letters.charAt(Math.floor(rest / 23)) + letters.charAt(rest % 23)
}

/** The same rule as an SQL condition on `column`. */
export function renderCupsCheck(column: string): string {
  const rest = `substr(${column}, 3, 16)::bigint % 529`
  // CASE, because PostgreSQL may cast before it has tried the shape.
  return `case when ${column} ~ '^ES[0-9]{16}[A-Z]{2}([0-9][FPRCXYZ])?$'
    then substr(${column}, 19, 2) =
      substr('${letters}', ((${rest}) / 23)::integer + 1, 1) ||
      substr('${letters}', ((${rest}) % 23)::integer + 1, 1)
    else false end`
}
