// What the debits of an entry add up to, in cents and not in doubles. The database says whether the credits do too.

export function toTotal(
  lines: readonly { readonly side: string; readonly amount: string }[],
): string {
  const cents = lines
    .filter(({ side }) => side === 'DEBIT')
    .reduce((sum, { amount }) => sum + toCents(amount), 0n)
  const digits = cents.toString().padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

function toCents(amount: string): bigint {
  const [whole = '0', part = ''] = amount.split('.')
  return BigInt(whole) * 100n + BigInt(part.padEnd(2, '0').slice(0, 2))
}
