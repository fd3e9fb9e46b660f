/** The manual of `design`. The specs run its examples. */
export const DESIGN_HELP = `npm run --silent design -- COMMAND [options]

Designs of specimen pools: which specimens go into which pools. It needs Node and this folder: no database, no server.

  list                    the designs, with their sizes and what they can tell apart
  show ID                 one of them: facts, content hash, wells, and which specimens are in each pool
  pipetting ID            who goes into which well, for a person; --robot: for a liquid handler
  choose                  the cheapest admissible design, the runner-up, and why others are not admissible
  compare                 tests, sensitivity and misses of every design that suits, at several prevalences

ID is one of the list, dorfman-N-by-K, or a CSV file with your own matrix (see npm run decode -- --help).

show
  --format F              table; matrix (specimen,1,2,...); pairs (specimen,pool); both are read by decode --design

pipetting
  --aliquot UL            of a specimen into each of its pools (10)
  --volume UL             that every tube holds (400)
  --specimens FILE.csv    columns code, and microlitres if tubes differ; fewer codes than places: a batch that is not full
  --dead UL --reserve UL  that cannot be drawn (50), and that is left for a single test (100)
  --well UL               that a well of the pools' plate holds (1800)
  --source 96|384 --target 96|384  plates of specimens and of pools (96, 96)

choose and compare
  --prevalence P          0.5%; compare takes several with commas
  --positive N --pools M --size K  instead: N of M pools of K were positive; choose takes the interval from it
  --low P --high P        choose: the 95 % interval of the prevalence (the estimate itself)
  --se S --sp S           of a single test, and of a pool apart from dilution
  --cts FILE.csv          columns ct (and shift: of the pool by which it was found, in cycles; 0): your own positives, from which
                          follows what dilution hides. Without it dilution is not counted, and that is said
  --cutoff CT             with --cts: a Ct up to this is seen
  --deviation CYCLES --efficiency E  with --cts: of a repeated Ct (0.5), of amplification (0.95)
  --k K                   the largest pool that was validated (32); a larger one is not weighed
  --floor S               choose: the least share of positives that must reach their single test (0.8)
  --misses N              choose: at most so many positives among 100,000 called negative by pools, at the upper prevalence (50)
  --deadline H --stage H  choose: hours until the last result (24), and of one round of testing (6)
  --aliquots N            choose: aliquots that a specimen is good for (8)
  --hand                  choose: there is no liquid handler
  --per-day N --retests N choose: specimens of a day (5000), and single retests that a day has room for (1000)
  --svg FILE.svg          compare: a chart of tests per person over prevalence
  --format F              table, csv or json

STATUS  0 done; 2 the input was refused, with what was expected.

EXAMPLES
    npm run --silent design -- list
    npm run --silent design -- show hypercube-3^3
    npm run --silent design -- pipetting array-8x12 --robot
    npm run --silent design -- choose --prevalence 0.5% --low 0.3% --high 0.9% --se 0.95 --sp 0.99 --k 48
    npm run --silent design -- compare --prevalence 0.1%,0.5%,1%,2% --se 0.95 --sp 0.99 --k 48
`;
