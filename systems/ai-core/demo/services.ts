// What the family has besides: fibre and three lines, a mortgage, the repair of the kitchen, the van at the workshop.
import { carmen, chapter, luis, move, toId, workshop } from './chapter.ts'
import { claimId } from './insurance.ts'

const telecom = chapter('telecom', 'telecomOrder', async (tables, { partyOf }) => {
  const { telecomOrder, orderLine, subscription } = tables
  const orderId = toId('telecom')
  const [fibreId, mobileId] = [toId('línea de fibra'), toId('línea móvil')]
  await telecomOrder.createMany({
    data: [{ id: orderId, number: 'T-2026-0001', partyId: partyOf(luis), brand: 'Fibra de Casa' }],
  })
  await orderLine.createMany({
    data: [
      { id: fibreId, orderId, position: 1, service: 'FIBRE' },
      {
        id: mobileId,
        orderId,
        position: 2,
        service: 'MOBILE',
        phoneNumber: '+34600000102',
        donor: 'Operador anterior',
        portsFrom: '2026-10-05T02:00:00Z',
        portsTo: '2026-10-05T06:00:00Z',
      },
    ],
  })
  await move(telecomOrder, orderId, { status: 'IN_PROGRESS' })
  await move(orderLine, fibreId, { status: 'IN_PROGRESS' }, { status: 'DONE' })
  await subscription.createMany({
    data: [
      {
        orderLineId: fibreId,
        partyId: partyOf(luis),
        tariff: 'Fibra 600',
        monthlyFee: '29.90',
        startsOn: '2026-10-03',
        commitmentMonths: 12,
        penalty: '120',
      },
    ],
  })
})

const finance = chapter('finance', 'loan', async ({ loan }, { partyOf }) => {
  const id = toId('finance')
  await loan.createMany({
    data: [
      {
        id,
        number: 'H-2026-0001',
        partyId: partyOf(carmen),
        product: 'MORTGAGE',
        lender: 'Banco del Duero',
        principal: '96000',
        annualRate: '2.95',
        months: 24,
        firstDueOn: '2026-12-01',
        openingFee: '480',
        propertyValue: '138000',
        monthlyIncome: '3480',
      },
    ],
  })
  await move(loan, id, { status: 'IN_STUDY' }, { status: 'OFFERED' })
})

const repairs = chapter('repairs', 'repairOrder', async (tables, { partyOf }) => {
  const { repairer, repairOrder, repairQuote } = tables
  const orderId = toId('repairs')
  const [repairerId, quoteId] = [toId('fontanería'), toId('presupuesto de la cocina')]
  await repairer.createMany({
    data: [
      { id: repairerId, name: 'Fontanería Alberche', trades: ['PLUMBING'], provinces: ['Toledo'] },
    ],
  })
  await repairOrder.createMany({
    data: [
      {
        id: orderId,
        number: 'R-2026-0001',
        partyId: partyOf(carmen),
        claimId,
        description: 'Sustituir el tubo bajo el fregadero y repasar el techo del vecino',
        priority: 'HIGH',
        trade: 'PLUMBING',
        addressLine: 'Calle Mayor 12, 3º B',
        postcode: '45600',
      },
    ],
  })
  await move(
    repairOrder,
    orderId,
    { status: 'TRIAGED' },
    { status: 'ASSIGNED', repairerId },
    { status: 'QUOTED' },
  )
  await repairQuote.createMany({
    data: [{ id: quoteId, orderId, version: 1, labour: '220', materials: '95.50', tax: '21' }],
  })
  await move(repairQuote, quoteId, { status: 'APPROVED' })
  await move(repairOrder, orderId, { status: 'APPROVED' }, { status: 'IN_PROGRESS' })
})

const workshops = chapter('workshops', 'workOrder', async (tables, { partyOf }) => {
  const [workshopId, vehicleId] = [toId('taller'), toId('furgoneta')]
  await tables.workshop.createMany({
    data: [
      {
        id: workshopId,
        name: 'Talleres Peñalver',
        registrationNumber: 'CM-45-00123',
        addressLine: 'Polígono Torrehierro, nave 4',
        postcode: '45600',
        province: 'Toledo',
        bays: 3,
      },
    ],
  })
  await tables.vehicle.createMany({
    data: [
      {
        id: vehicleId,
        plate: '1234KLM',
        partyId: partyOf(workshop),
        make: 'Renault',
        model: 'Kangoo',
        firstRegisteredOn: '2019-05-20',
      },
    ],
  })
  await tables.workOrder.createMany({
    data: [
      {
        id: toId('workshops'),
        number: 'OT-2026-0001',
        partyId: partyOf(workshop),
        description: 'Revisión de los 120.000 km y frenos delanteros',
        vehicleId,
        workshopId,
        odometerKm: 119_640,
      },
    ],
  })
})

export const serviceChapters = [telecom, finance, repairs, workshops] as const
