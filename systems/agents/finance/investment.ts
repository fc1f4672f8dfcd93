// Something bought to be worth more. Prices and quantities of a unit have eighteen decimals; what it is worth and what it
// has brought are computed from them, and are unknown where a price is.
import {
  check,
  date,
  decimal,
  defineTable,
  index,
  oneOf,
  text,
  varchar,
} from '../../../kernel/index.ts'
import { ofFinancialProfile, profileLinks } from './of-financial-profile.ts'

const ofUnit = () => decimal(38, 18)
/** Room for the most of units at the highest price. */
const computed = () => decimal(60, 10).optional()

export const investments = defineTable(
  'investments',
  {
    ...profileLinks('investments'),
    name: varchar(255),
    type: oneOf('stock', 'bond', 'etf', 'mutual_fund', 'crypto', 'real_estate', 'other'),
    symbol: varchar(50).optional(),
    quantity: ofUnit().optional(),
    purchasePrice: ofUnit(),
    currentPrice: ofUnit().optional(),
    currentValue: computed().generatedAs('round(coalesce(quantity, 1) * current_price, 10)'),
    purchaseDate: date(),
    platform: varchar(255).optional(),
    returns: computed().generatedAs(
      'round(coalesce(quantity, 1) * (current_price - purchase_price), 10)',
    ),
    /** Of what was paid; of what was had for nothing there is no percentage. */
    returnsPercentage: computed().generatedAs(
      'round((current_price - purchase_price) * 100 / nullif(purchase_price, 0), 10)',
    ),
    notes: text().optional(),
  },
  [
    check('quantity', 'quantity > 0'),
    check('purchase_price', 'purchase_price >= 0'),
    check('current_price', 'current_price >= 0'),
    index(['financialProfileId']),
    index(['type']),
    ...ofFinancialProfile(),
  ],
)
