/** The colors, light or dark as the user prefers. Text has a contrast of at least 4.5 to 1. */
export const COLOURS = `
:root {
  color-scheme: light dark;
  --page: #fff; --text: #1d2125; --faint: #5b636b; --line: #d5d9de; --raised: #f4f6f8; --link: #0b57a4;
  --pass: #1a6e37; --error: #b3182a; --on-error: #fff; --warning: #7a4a00; --warning-back: #ffe8bf; --info: #0b5a8a; --info-back: #dceefa;
  --undecided: #6a35a0; --undecided-back: #f0e6fa; --mark: #ffe58a; --on-mark: #1d2125; --bar-na: #b9c0c7;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171a; --text: #e4e7ea; --faint: #a2abb4; --line: #3a4148; --raised: #1e2327; --link: #7db8f2;
    --pass: #6fcf8e; --error: #ff8087; --on-error: #2a0508; --warning: #ffc76b; --warning-back: #45310c; --info: #8fcdf5; --info-back: #12364d;
    --undecided: #cda6f5; --undecided-back: #38214f; --mark: #6b5600; --on-mark: #fff6d6; --bar-na: #59636c;
  }
}
`;

/** Verdicts also differ in sign and shape, not only in color. */
export const STYLE = `
${COLOURS}* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 100rem; margin: 0 auto; padding: 1rem 1.25rem 3rem; }
h1, h2, h3, h4 { line-height: 1.3; margin: 1.25em 0 .4em; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin-top: .25rem; } h2 { font-size: 1.2rem; } h3, h4 { font-size: 1rem; margin: 0; }
p { margin: .4rem 0; overflow-wrap: anywhere; }
a { color: var(--link); }
code, pre { font: .875rem/1.5 ui-monospace, monospace; }
code { overflow-wrap: anywhere; }
pre { margin: .5rem 0; padding: .5rem .75rem; background: var(--raised); border: 1px solid var(--line); border-radius: .25rem; overflow-x: auto; }
ul, ol { padding-left: 1.4rem; }
small { color: var(--faint); font-weight: normal; font-size: .875rem; }
th small { display: block; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 1px; }
[hidden] { display: none !important; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 0; z-index: 9; padding: .5rem; background: var(--page); }

.gaps { border: 2px solid var(--error); border-radius: .25rem; padding: 0 1rem; }
.gaps h2 { color: var(--error); margin-top: .75rem; }
.totals ul { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; padding: 0; margin: .5rem 0; }
.totals li { padding: .2rem .75rem; border: 1px solid var(--line); border-left: .4rem solid currentColor; border-radius: .25rem; }
.totals li b { font-size: 1.25rem; line-height: 1.2; }
.totals .error { color: var(--error); } .totals .warning { color: var(--warning); } .totals .info { color: var(--info); }
.totals .undecided { color: var(--undecided); } .totals .suppressed, .totals .none { color: var(--faint); }
.shares { display: block; width: 100%; max-width: 40rem; height: .75rem; border-radius: .25rem; forced-color-adjust: none; }
.shares .pass { fill: var(--pass); } .shares .fail { fill: var(--error); } .shares .undecided { fill: var(--undecided); } .shares .not-applicable { fill: var(--bar-na); }

.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; margin: .5rem 0; font-size: .875rem; }
.legend .sign { display: inline-block; width: 1.5rem; text-align: center; border-radius: .2rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; }
.matrix td { padding: 0; text-align: center; vertical-align: middle; border: 1px solid var(--line); min-width: 1.6rem; }
.matrix td > * { display: block; line-height: 1.6rem; text-decoration: none; color: inherit; }
.matrix th { font-size: .875rem; font-weight: normal; line-height: 1.3; }
.matrix tbody tr:hover > * { background-image: linear-gradient(rgb(128 128 128 / .15), rgb(128 128 128 / .15)); }
.matrix thead th { vertical-align: bottom; }
.matrix a:hover { text-decoration: underline; }
.by-recommendation th[scope=row] { padding: .2rem .75rem .2rem 0; border-bottom: 1px solid var(--line); min-width: 11rem; }
.by-recommendation th[scope=row] small { white-space: nowrap; }
.by-recommendation thead th { padding: .25rem .5rem; max-width: 11rem; min-width: 4.5rem; overflow-wrap: anywhere; font-weight: bold; }
.by-recommendation thead th:not(:first-child) { text-align: center; }
.by-recommendation td > * { line-height: 2rem; }
/* A table that is longer than the window scrolls in itself, so that its heads stay in sight. */
.scroll:has(.by-subject) { max-height: 94vh; overflow: auto; }
.by-subject thead th { position: sticky; top: 0; z-index: 2; background: var(--page); }
.by-subject thead th:not(:first-child) { writing-mode: vertical-rl; transform: rotate(180deg); text-align: left; white-space: nowrap; padding: .25rem 0; }
.by-subject thead th:first-child { z-index: 3; }
.by-subject th[scope=row], .by-subject thead th:first-child { position: sticky; left: 0; background: var(--page); padding: 0 .75rem 0 0; min-width: 7rem; max-width: 16rem; overflow-wrap: anywhere; vertical-align: middle; }
.by-subject th[scope=row] { z-index: 1; }
.by-subject .file th { padding: .5rem 0 .15rem; font-weight: bold; }
.by-subject .file span { position: sticky; left: 0; overflow-wrap: anywhere; }
.pass { color: var(--pass); }
.matrix .error, .sign.error { background: var(--error); color: var(--on-error); font-weight: bold; }
.matrix .warning, .sign.warning { background: var(--warning-back); color: var(--warning); font-weight: bold; }
.matrix .info, .sign.info { background: var(--info-back); color: var(--info); }
.matrix .undecided, .sign.undecided { color: var(--undecided); background: repeating-linear-gradient(135deg, var(--undecided-back) 0 3px, transparent 3px 6px); font-weight: bold; }
.matrix .suppressed, .sign.suppressed { color: var(--faint); background: var(--raised); font-weight: bold; }
.na, .off { color: var(--faint); }

form { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; padding: .75rem; margin-bottom: 1rem; background: var(--raised); border: 1px solid var(--line); border-radius: .25rem; }
fieldset { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 0; padding: 0; border: 0; }
legend { float: left; margin-right: 1rem; }
input, button { font: inherit; max-width: 100%; }
.first ul { list-style: none; padding: 0; margin: .4rem 0; }
.first li { padding: .25rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.cards { display: grid; grid-template-columns: minmax(0, 1fr); gap: .6rem 1rem; align-items: start; }
.card { border: 1px solid var(--line); border-left: .3rem solid var(--faint); border-radius: .25rem; padding: .4rem .75rem; }
.card.error { border-left-color: var(--error); } .card.warning { border-left-color: var(--warning); } .card.info { border-left-color: var(--info); }
.card.undecided { border-left-color: var(--undecided); border-left-style: dashed; } .card.suppressed { border-left-style: dotted; }
summary { cursor: pointer; overflow-wrap: anywhere; }
.card > details > summary { color: var(--link); }
.parts, .met { margin: .25rem 0; font-size: .9375rem; overflow-wrap: anywhere; }
.fixable { color: var(--pass); }
.item { margin-top: .6rem; padding-top: .4rem; border-top: 1px solid var(--line); scroll-margin: 2rem; }
.item h4, .item p, .item ul { font-size: .9375rem; }
.item:target { background: var(--raised); box-shadow: -.75rem 0 0 var(--raised), .75rem 0 0 var(--raised); }
.item s, .by { color: var(--faint); }
.level { display: inline-block; padding: 0 .4rem; border-radius: .2rem; border: 1px solid currentColor; font-size: .8125rem; font-weight: bold; text-align: center; }
.level.error { background: var(--error); color: var(--on-error); border-color: var(--error); }
.level.warning { background: var(--warning-back); color: var(--warning); } .level.info { background: var(--info-back); color: var(--info); }
.level.undecided { background: var(--undecided-back); color: var(--undecided); border-style: dashed; } .level.suppressed { color: var(--faint); border-style: dotted; }
.frame .line, .frame .more { color: var(--faint); user-select: none; }
mark { background: var(--mark); color: var(--on-mark); border-bottom: 2px solid currentColor; }
.remedy { border-left: .25rem solid var(--pass); padding-left: .6rem; }
.explained { border-top: 1px solid var(--line); padding-top: .4rem; color: var(--faint); font-size: .875rem; }

@media (max-width: 30rem) {
  main { padding: .75rem .75rem 2rem; }
  .by-subject th[scope=row], .by-subject thead th:first-child { max-width: 9rem; }
}
@media (min-width: 50rem) {
  .by-recommendation th[scope=row] { min-width: 22rem; }
  .by-recommendation th[scope=row] small { display: inline; margin-left: .5rem; }
  .first li { display: grid; grid-template-columns: minmax(8rem, 14rem) minmax(0, 1fr) auto; gap: 0 1rem; }
  .first li a { max-width: 24rem; }
  .met { columns: 2; }
}
@media (min-width: 60rem) {
  .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .card:has(> details[open]), .card[open] { grid-column: 1 / -1; }
}
@media (min-width: 70rem) { .by-recommendation th[scope=row] { min-width: 29rem; } }
@media print {
  :root { color-scheme: light; --page: #fff; --text: #000; --faint: #444; --line: #999; --raised: #fff; --link: #000; --pass: #1a6e37; --error: #b3182a; --on-error: #fff; --warning: #7a4a00; --warning-back: #ffe8bf; --info: #0b5a8a; --info-back: #dceefa; --undecided: #6a35a0; --undecided-back: #f0e6fa; --mark: #ffe58a; --on-mark: #000; }
  body { font-size: 9pt; }
  main { max-width: none; padding: 0; }
  .skip, form { display: none !important; }
  .cards { display: block; }
  .card { margin-bottom: .5rem; }
  .scroll { overflow: visible !important; max-height: none !important; }
  .matrix { font-size: 7pt; }
  .matrix td { min-width: 0; } .matrix td > * { line-height: 1.3; }
  .matrix th { font-size: 7pt; }
  .matrix td, .sign, .level, mark, .shares { print-color-adjust: exact; }
  .item, tr, figure { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  details::details-content { content-visibility: visible; display: block; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
}
`;
