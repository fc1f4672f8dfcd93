// sm_products: what the group sells, by version, and what it costs on each list and day.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { prices } from './price.ts'
import { priceLists } from './price-list.ts'
import { products } from './product.ts'
import { productVersions } from './product-version.ts'

export const productsDatabase = defineDatabase({
  schema: 'sm_products',
  name: 'products',
  area: 'others',
  purpose: 'Catalogue of products, versions and price lists',
  tables: {
    product: products,
    productVersion: productVersions,
    priceList: priceLists,
    price: prices,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
