// Words around and inside names: titles, particles, and the groups of names that are one name.

export const titles: ReadonlySet<string> = new Set(
  `sr sra srta d dn don dona dna dr dra mr mrs ms miss mx sir lord lady dame hon rev reverend fr prof
  capt captain col colonel major gen general lt admiral sgt baron baroness bart bt baronet earl
  viscount viscountess count countess duke duchess marquess marquis prince princess king queen saint
  st san bishop i ii iii iv v vi vii viii jr jnr snr junior senior esq mbe obe cbe kbe phd md qc kc
  1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th 13th 14th 15th`.split(/\s+/),
)

/** Not told apart in a surname: "de la Fuente" and "Fuente" are one. */
export const particles: ReadonlySet<string> = new Set(
  'de del la las los el y i e da do das dos di du van von der den of the and'.split(' '),
)

/** Each line is one name: the first is its canonical form. */
const groups = `
jose pepe pep josep xose joxe
francisco paco pancho curro kiko quico francesc fran paquito patxi
ignacio nacho inaki ignasi
concepcion concha conchita inma inmaculada
dolores lola lolita
rosario charo
manuel manolo manel lolo
enrique quique kike enric
jesus chus suso
antonio tono toni anton antoni
guadalupe lupe
mercedes merche
francisca paqui paca
josefa pepa fina
jorge jordi xurxo
javier xavier xabier xavi javi
juan joan xoan jon
pedro pere peru
pablo pau paulo
carlos carles karlos
miguel miquel mikel
luis lluis koldo
eduardo edu eduard
alejandro alex alejo
rafael rafa
vicente vicent bizente
andres andreu ander
esteban esteve
isabel isa bel elisabet
teresa tere maite
pilar pili
rosa rosita
william bill billy will willie willy wm
robert rob bob bobby robbie bert
richard dick rick richie ricky rich
john johnny jack jno jon
james jim jimmy jamie jas
thomas tom tommy thos
charles charlie chas chuck charley
edward ed eddie ted teddy ned edwd
henry harry hal hank
george georgie geo
joseph joe joey jos
samuel sam sammy saml
benjamin ben benny benj
daniel dan danny
david dave davy
frederick fred freddie freddy frederic fredk
alfred alf alfie
albert al bertie
andrew andy drew
anthony tony
arthur art
christopher chris kit
francis frank frankie
gregory greg
lawrence larry laurence
leonard len lenny
matthew matt
michael mike mick mickey
nathaniel nat nathan
nicholas nick
patrick pat paddy
peter pete
philip phil phillip
raymond ray
ronald ron ronnie
stephen steve steven
theodore theo
timothy tim
victor vic
walter walt wally
bartholomew bart batt
elizabeth liz lizzie beth betty bess bessie eliza liza lizzy libby elisabeth
margaret maggie meg peggy madge daisy
catherine kate katie kathy cathy kitty katherine kathleen catharine
mary molly polly mae
sarah sally sadie
ann anne anna annie nancy hannah
jane jenny janie
susan sue susie susanna susannah
dorothy dot dolly dottie
florence flo flossie
rebecca becky
victoria vicky
abigail abby
barbara barb
deborah deb debbie
eleanor nell nellie ellie ellen helen
frances fanny
harriet hattie
jennifer jen
martha mattie patty
matilda tilly
alexander alec sandy alick
edmund edmond
geoffrey jeff geoff jeffrey
gerald gerry jerry
herbert herb
hugh hughie
jacob jake
jonathan jonny
joshua josh
kenneth ken kenny
louis lou lewis
maximilian max
oliver ollie
reginald reg reggie
rudolph rudy
sebastian seb
zachary zach`

const canonical = new Map<string, string>()
for (const line of groups.trim().split('\n')) {
  const [first = '', ...others] = line.split(' ')
  for (const name of [first, ...others]) if (!canonical.has(name)) canonical.set(name, first)
}

/** One form for a name and its short forms; the token itself where it has none. */
export function canonicalName(token: string): string {
  return canonical.get(token) ?? token
}

/** Written shorter than spoken: what the written token stands for. */
export const abbreviations: ReadonlyMap<string, string> = new Map([
  ['ma', 'maria'],
  ['mª', 'maria'],
  ['mari', 'maria'],
  ['fco', 'francisco'],
  ['fca', 'francisca'],
  ['ant', 'antonio'],
  ['gral', 'general'],
])

/** One of a pair that differs in gender only: Francisco and Francisca are two people. */
export function isGenderPair(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (short.length < 4) return false
  if (long.length === short.length + 1) return long === `${short}a` && !/[aeiou]$/.test(short)
  if (long.length !== short.length) return false
  const stem = short.slice(0, -1)
  if (stem !== long.slice(0, -1)) return false
  const ends = short.slice(-1) + long.slice(-1)
  return ends === 'oa' || ends === 'ao'
}
