// The company's money in November: an invoice, its entry, the line of the bank that pays it, and paper for the printer.
import { carmen, chapter, company, move, toId } from './chapter.ts'
import { inakiId } from './office.ts'

const [clientsId, salesId, bankId] = [toId('cuenta 430'), toId('cuenta 705'), toId('cuenta 572')]
const invoiceId = toId('factura 1')
export const statementLineId = toId('apunte del banco')

const accounting = chapter('accounting', 'accountingPeriod', async (tables) => {
  const periodId = toId('accounting')
  const entryId = toId('asiento 1')
  await tables.account.createMany({
    data: [
      { id: clientsId, code: '430', name: 'Clientes', kind: 'ASSET' },
      { id: salesId, code: '705', name: 'Prestaciones de servicios', kind: 'INCOME' },
      { id: bankId, code: '572', name: 'Bancos', kind: 'ASSET' },
    ],
  })
  await tables.accountingPeriod.createMany({
    data: [{ id: periodId, name: '2026-11', startsOn: '2026-11-01', endsOn: '2026-11-30' }],
  })
  await tables.journalEntry.createMany({
    data: [
      {
        id: entryId,
        periodId,
        postedOn: '2026-11-03',
        description: 'Saldo de apertura del banco',
        total: '12000',
      },
    ],
  })
  await tables.journalLine.createMany({
    data: [
      { entryId, accountId: bankId, side: 'DEBIT', amount: '12000' },
      { entryId, accountId: salesId, side: 'CREDIT', amount: '12000' },
    ],
  })
})

const corporateFinance = chapter('corporateFinance', 'fiscalPeriod', async (tables) => {
  const periodId = toId('corporateFinance')
  const [salesCentreId, houseCentreId] = [toId('centro comercial'), toId('centro general')]
  const entryId = toId('reparto de la luz')
  await tables.costCentre.createMany({
    data: [
      { id: houseCentreId, code: 'GEN', name: 'Gastos generales' },
      { id: salesCentreId, code: 'COM', name: 'Comercial', responsibleId: inakiId },
    ],
  })
  await tables.fiscalPeriod.createMany({
    data: [{ id: periodId, name: '2026', startsOn: '2026-01-01', endsOn: '2026-12-31' }],
  })
  await tables.allocationEntry.createMany({
    data: [
      {
        id: entryId,
        periodId,
        postedOn: '2026-11-05',
        description: 'Luz de octubre, por superficie',
        total: '84.20',
      },
    ],
  })
  await tables.allocationLine.createMany({
    data: [
      { entryId, costCentreId: salesCentreId, side: 'DEBIT', amount: '84.20' },
      { entryId, costCentreId: houseCentreId, side: 'CREDIT', amount: '84.20' },
    ],
  })
})

const financeAccounting = chapter('financeAccounting', 'postingRule', async ({ postingRule }) => {
  const rule = { debitAccountId: clientsId, creditAccountId: salesId, validFrom: '2026-01-01' }
  await postingRule.createMany({
    data: [
      {
        id: toId('financeAccounting'),
        ...rule,
        area: 'financeInvoicing',
        eventType: 'InvoiceIssued',
      },
      { ...rule, area: 'insurance', eventType: 'ReceiptPaid', debitAccountId: bankId },
    ],
  })
})

const financeInvoicing = chapter(
  'financeInvoicing',
  'invoiceSeries',
  async (tables, { partyOf }) => {
    const { invoiceSeries, invoice, invoiceLine, invoicePayment } = tables
    const seriesId = toId('financeInvoicing')
    await invoiceSeries.createMany({
      data: [{ id: seriesId, code: 'F', year: 2026, issuerId: partyOf(company) }],
    })
    await invoice.createMany({
      data: [{ id: invoiceId, seriesId, partyId: partyOf(carmen), dueOn: '2026-12-03' }],
    })
    await invoiceLine.createMany({
      data: [
        {
          invoiceId,
          place: 1,
          description: 'Estudio de la hipoteca',
          unitPrice: '90',
          taxRate: '21',
        },
      ],
    })
    await move(invoice, invoiceId, { status: 'ISSUED' })
    await invoicePayment.createMany({
      data: [{ invoiceId, paidOn: '2026-11-12', amount: '50', statementLineId }],
    })
    await move(invoice, invoiceId, { status: 'PARTLY_PAID' })
  },
)

const financeTreasury = chapter('financeTreasury', 'bankAccount', async (tables, { partyOf }) => {
  const { bankAccount, statementLine, expectedFlow, bankMatch } = tables
  const accountId = toId('financeTreasury')
  const flowId = toId('cobro esperado')
  await bankAccount.createMany({
    data: [
      {
        id: accountId,
        name: 'Cuenta de la oficina',
        holderId: partyOf(company),
        iban: 'ES7921000813610123456789',
        openedOn: '2020-01-01',
        openingBalance: '12000',
      },
    ],
  })
  await statementLine.createMany({
    data: [
      {
        id: statementLineId,
        accountId,
        reference: '2026-11-12/0031',
        bookedOn: '2026-11-12',
        amount: '50',
        description: 'TRANSF. CARMEN GARCIA',
      },
    ],
  })
  await expectedFlow.createMany({
    data: [
      {
        id: flowId,
        sourceType: 'Estudio',
        sourceId: toId('estudio de la hipoteca'),
        dueOn: '2026-12-03',
        amount: '108.90',
      },
    ],
  })
  await bankMatch.createMany({
    data: [{ lineId: statementLineId, flowId, amount: '50', matchedBy: 'user:demo' }],
  })
})

const inventory = chapter('inventory', 'item', async (tables) => {
  const { item, location, stockLevel, stockMovement } = tables
  const [itemId, locationId, levelId] = [toId('inventory'), toId('almacén'), toId('existencias')]
  await item.createMany({ data: [{ id: itemId, sku: 'PAP-A4', name: 'Papel A4, 500 hojas' }] })
  await location.createMany({
    data: [{ id: locationId, code: 'OFI', name: 'Armario de la entrada' }],
  })
  await stockLevel.createMany({ data: [{ id: levelId, itemId, locationId }] })
  await stockMovement.createMany({
    data: [
      { levelId, kind: 'RECEIPT', quantity: '20' },
      { levelId, kind: 'ISSUE', quantity: '-3' },
      { levelId, kind: 'COUNT', quantity: '-1', reason: 'Un paquete mojado' },
    ],
  })
})

export const moneyChapters = [
  accounting,
  corporateFinance,
  financeAccounting,
  financeInvoicing,
  financeTreasury,
  inventory,
] as const
