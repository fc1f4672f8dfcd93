// How the pages look: one sheet for light and dark, wide and narrow. No font and no image is fetched.
export const style = `
:root { color-scheme: light dark; --ground: #f6f7f9; --card: #fff; --ink: #1c2330; --soft: #5b6577; --line: #dfe3ea;
  --code: #eef1f5; --accent: #2456b8; --good: #14713d; --good-ground: #dff3e6; --warn: #8a5300; --warn-ground: #fdeecd;
  --bad: #a5212b; --bad-ground: #fbe1e2 }
@media (prefers-color-scheme: dark) { :root { --ground: #12161d; --card: #1a202a; --ink: #e3e8f0; --soft: #9aa6b8;
  --line: #2d3644; --code: #262e3b; --accent: #86b0ff; --good: #7fdca4; --good-ground: #17372a; --warn: #f2c879;
  --warn-ground: #3d2f12; --bad: #ff9ea3; --bad-ground: #43191d } }
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
header { background: var(--card); border-bottom: 1px solid var(--line) }
nav, main { max-width: 68rem; margin: 0 auto; padding: .8rem 1.2rem }
nav { display: flex; flex-wrap: wrap; gap: 1.4rem; align-items: baseline }
main { padding-bottom: 4rem }
a { color: var(--accent); text-decoration: none } a:hover { text-decoration: underline }
.brand { font-weight: 700; font-size: 1.15rem; color: var(--ink); margin-right: auto }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 1.4rem 0 .4rem } h2 { font-size: 1.15rem; margin: 2rem 0 .6rem }
p { margin: .4rem 0 } .soft { color: var(--soft) }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .4rem 1rem; margin: .8rem 0;
  overflow-x: auto }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .8rem; margin: 1rem 0 }
.facts div { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .7rem 1rem }
.facts dt { color: var(--soft); font-size: .85rem } .facts dd { margin: .1rem 0 0; font-weight: 600 }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .5rem .8rem .5rem 0; border-bottom: 1px solid var(--line) }
tr:last-child > td { border-bottom: 0 } th { color: var(--soft); font-size: .85rem; font-weight: 600 }
td.number { font-variant-numeric: tabular-nums; white-space: nowrap }
code, pre { font: .88em/1.45 ui-monospace, monospace } code { background: var(--code); padding: .1rem .35rem;
  border-radius: .3rem; overflow-wrap: anywhere }
pre { background: var(--code); border-radius: .5rem; padding: .8rem 1rem; overflow-x: auto; margin: .6rem 0 }
pre code { background: none; padding: 0 }
summary { cursor: pointer; padding: .3rem 0 } td summary { padding: 0 }
.list th { width: 14rem; font-size: inherit; border-bottom: 1px solid var(--line) } .list tr:last-child > * { border-bottom: 0 }
.bar { vertical-align: middle; margin-left: .5rem } .bar line { stroke: var(--line) } .bar .for { fill: var(--good) }
.bar .against { fill: var(--bad) }
form { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; margin: .8rem 0 }
label { display: grid; gap: .2rem; color: var(--soft); font-size: .85rem }
input, select, button { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--line);
  border-radius: .4rem; padding: .35rem .6rem } button { background: var(--accent); color: var(--ground); cursor: pointer }
h3 { font-size: 1rem; margin: 1.2rem 0 .2rem }
.badge { display: inline-block; border-radius: 1rem; padding: 0 .6rem; font-size: .85rem; font-weight: 600 }
.ok { color: var(--good); background: var(--good-ground) } .degraded { color: var(--warn); background: var(--warn-ground) }
.down { color: var(--bad); background: var(--bad-ground) }
.get { color: var(--accent) } .post { color: var(--good) } .patch { color: var(--warn) } .delete { color: var(--bad) }
.get, .post, .patch, .delete { font-weight: 700; font-size: .85rem; width: 4.5rem }
@media (max-width: 40rem) { .purpose { display: none } }
`
