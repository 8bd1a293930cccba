#!/usr/bin/env bash
# The scan that every pipeline makes: a range of commits, judged as if it went to DESTINATION, by the policy of the range's start.
# All words come from the environment, none from the text of a workflow: a branch or a file name cannot become a command.
set -euo pipefail

report=${REPORT:-${RUNNER_TEMP:-${TMPDIR:-/tmp}}/borderline-report.${FORMAT:-json}}
words=(scan --history --destination "$DESTINATION" --fail-on "${FAIL_ON:-warning}" --lang "${REPORT_LANG:-en}")
[ -z "${RECIPIENT:-}" ] || words+=(--recipient "$RECIPIENT")
[ -z "${POLICY:-}" ] || words+=(--policy "$POLICY")

# A new branch has no base, and a shallow checkout may lack it: then everything that is here counts, never nothing.
range=${HEAD:-HEAD}
case "${BASE:-}" in
"" | *[!0-9a-f]* | *[!0]*) ;;
*) BASE="" ;;
esac
if [ -n "${BASE:-}" ]; then
  if [ "$(git rev-parse -q --verify "$BASE^{commit}" 2>/dev/null)" = "$(git rev-parse -q --verify "$range^{commit}" 2>/dev/null)" ]; then
    echo "borderline: $BASE is what is to be judged itself, no base; all that is here is judged" >&2
  elif git cat-file -e "$BASE^{commit}" 2>/dev/null; then range="$BASE..$range"
  else echo "borderline: $BASE is not in this checkout (fetch-depth: 0 brings it); all that is here is judged" >&2; fi
fi

status=0
node "$BORDERLINE" "${words[@]}" --format "${FORMAT:-json}" --output "$report" -- "$range" || status=$?
again() { node "$BORDERLINE" "${words[@]}" --format "$1" -- "$range" || true; }
case "${SHOW:-counts}" in
counts) again text | grep -E '^(Open: |Nothing open|No known marker found|No file was looked at|未处理：|没有未处理事项|未发现已知标记|未检查任何文件)' || true ;;
log) again text ;;
summary) again markdown >>"${GITHUB_STEP_SUMMARY:-/dev/stdout}" ;;
esac
case $status in
0) echo "borderline: nothing open at or above ${FAIL_ON:-warning}; this does not mean that it may be exported" ;;
1) echo "borderline: something is open at or above ${FAIL_ON:-warning}; the report stays on this machine: $report" ;;
3) echo "borderline: part of what should have been read could not be; the report stays on this machine: $report" ;;
*) echo "borderline: wrong usage or policy (exit $status)" ;;
esac
if [ -n "${GITHUB_OUTPUT:-}" ]; then printf 'report=%s\nstatus=%s\n' "$report" "$status" >>"$GITHUB_OUTPUT"; fi
exit $status
