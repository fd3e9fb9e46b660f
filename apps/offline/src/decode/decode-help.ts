/** The manual of `decode`. The specs run its examples. */
export const DECODE_HELP = `npm run --silent decode -- --design ID FILE [options]

Calls the specimens of a batch from the outcomes of its pools. It needs Node and this folder: no database, no server.
FILE is a CSV or a thermocycler's export; - reads what is piped in. Calls go to standard output, remarks to standard error.

  negative              at least e + 1 valid negative pools hold it and its posterior is below the limit
  presumptive-positive  some positive pool has no other candidate, and its posterior is at least 0.99
  ambiguous             neither: test it singly, the most probable first. Why:
                        masked        all its pools are positive, and others explain them
                        tied          an explanation with it, or without it, is nearly as good
                        tolerance     negative pools hold it, but not more than e
                        low-evidence  pools near the cut-off, too few valid pools, or a posterior above the limit

THE DESIGN
  --design ID           npm run design -- list names them; dorfman-N-by-K for pools of K
  --design FILE.csv     your own matrix: "specimen,P1,P2,..." with 0 and 1 below, "pool,S1,S2,..." the same on its side,
                        or "specimen,pool" with a line for each place

THE FILE: a CSV (comma, semicolon or tab; UTF-8, UTF-16 or GB 18030; lines with # are remarks)
  pool                  1 ... m, master, a well of the pools' plate (A1, 2:A1), or a name of your own matrix
  outcome               negative, positive, erased (neg, pos, invalid, failed; 0 and 1); blank: erased
  ct                    a Ct, Undetermined (undetected, not detected, no ct), or blank: erased. 0 is no Ct (see --undetected)
  control               ok or failed: the pool's internal control
  batch                 for several batches in one file
  A pool without a line is erased, and said so. Erased pools count for nobody.

THE FILE: an export of QuantStudio, ABI 7500, LightCycler 480, CFX, SLAN-96P, or RDML
  Pools fill the plate column by column, as "npm run design -- pipetting" lays them out, or as --pools says.
  --pools FILE.csv      columns well, pool (and batch)
  --plate 96|384        wells of the plate, where the file does not show it. Rows below H, columns after 12, wells counted
                        as on 384, or a block that says so show 384; else it is 96
  --target NAME         the target that decides, where the export has several
  --internal-control NAME  a well where neither it nor the target has a Ct is erased

CT VALUES
  --cutoff CT           positive up to this Ct
  --grey CYCLES         within so many cycles of the cut-off a pool counts the less the nearer it is, and is
                        neither a valid negative nor a valid positive (3; 0: none)
  --undetected WORDS    how this file writes "not detected", with commas: 0 or -1 or N/A

WEIGHING EXPLANATIONS BY CT (one target, beside --cutoff; without these options Ct values give outcomes and grey pools only)
  --ct-sigma CYCLES     spread (standard deviation) of a repeated Ct of your assay; no default
  --ct-loads MEAN,SD    Ct of your positives, each tested by itself; no default
  --ct-efficiency E     of the target's standard curve (0.95, the middle of the usual 0.9 ... 1), or
  --ct-slope CYCLES     its slope instead, for a tenfold concentration (3.32 is E = 1). The intercept is not needed
  --ct-shift CYCLES     by how much pooling raises a Ct, or one for each pool with commas (ln k / ln(1 + E), k the
                        specimens of this batch in the pool: aliquots. Swabs in one tube are thinned less: say by how much)
  --ct-apart SIGMAS     the level of the alert inconsistent-ct (2: once in 22 sound batches that can be compared)
  Shown are both chances, with Ct and without, and the Ct that a specimen of the best explanation has by itself. A
  negative needs both chances below the limit: Ct makes nobody negative. A pool without a Ct, or one that contradicts its
  outcome, is erased and said so: write Undetermined where nothing was detected.

WHAT IS KNOWN BEFORE (your own data: nothing of this is assumed)
  --prevalence P        0.5% or 0.005
  --priors FILE.csv     columns specimen, prior (and batch): chances of single specimens; others have the prevalence
  --se S --sp S         sensitivity and specificity of a pool's test, dilution included; or one for each pool with commas
  --tests FILE.csv      columns pool, se, sp: of single pools; others have --se and --sp
  --specimens FILE.csv  column code (and batch): what the specimens are called, in the design's order. Fewer codes
                        than the design has places: a batch that is not full

RULES
  --tolerate E          e; 0 for one or two pools of a specimen, 1 for three or four, 2 for more
  --misses N            the limit of a negative's posterior, in positives of 100,000 negatives (1)
  --misses-mean         hold the limit against the mean of the batch's negatives, not against each
  --capacity N          more positives than this are an alert
  --master OUTCOME      of the pool of all (designs that end in -master): negative, positive, erased
  --master-se, --master-sp  its test, if it differs
  --method M            auto; exact; search; combinatorial: pools alone, without chances and without anything known before
  --floor DRAWS         simulate so many batches (5000, say) and alert when these readings are rarer than 1 in 1,000

OUTPUT
  --format table        a summary, then every specimen (the default)
  --format csv          a line for each specimen: batch, call, reason, posterior, pools, rule, alerts, design, decoder,
                        posterior without Ct and own Ct (blank where Ct are not weighed)
  --format json         the same, with the best explanation and others

STATUS  0 decoded, whatever the calls and alerts; 2 the input was refused: file, line, column and what was expected.

EXAMPLES
  The two carriers among 384 of Shental et al. 2020, from the Ct values of 48 pools; pool 31 was falsely positive:
    npm run --silent decode -- --design rs-384x48 --prevalence 0.5% --se 0.95 --sp 0.99 --cutoff 40 --grey 0 --undetected 0 apps/offline/examples/p-best.csv
  The same under the plain rule, which names them both:
    npm run --silent decode -- --design rs-384x48 --prevalence 0.5% --se 0.95 --sp 0.99 --cutoff 40 --grey 0 --undetected 0 --tolerate 0 apps/offline/examples/p-best.csv
  Two plates of 96, rows and columns, the second not full:
    npm run --silent decode -- --design array-8x12 --prevalence 1% --se 0.95 --sp 0.99 --misses 5 --specimens apps/offline/examples/codes.csv --format csv apps/offline/examples/arrays.csv
  A matrix of your own (48 specimens in 6 pools, Cleary et al. 2021), pools alone:
    npm run --silent decode -- --design apps/offline/examples/own-matrix.csv --method combinatorial --tolerate 0 apps/offline/examples/own-outcomes.csv
  The two carriers again, their explanations weighed by Ct: 72 has a Ct of 27 by itself, 142 one of 25:
    npm run --silent decode -- --design rs-384x48 --prevalence 0.5% --se 0.95 --sp 0.99 --cutoff 40 --grey 0 --undetected 0 --tolerate 0 --ct-sigma 1.5 --ct-loads 27,5 apps/offline/examples/p-best.csv

After "npm run build" the same without development packages: node dist/apps/offline/src/decode.cli.js
`;
