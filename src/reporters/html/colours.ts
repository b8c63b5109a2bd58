/** The colors of pages, light or dark by preference; text has a contrast of 4.5 to 1. */
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
