#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Scripts under shellcheck, texts under codespell, the manual under mandoc.
. "$(dirname "$0")/gate.sh"

if command -v shellcheck >/dev/null 2>&1; then
	verdict "shellcheck finds nothing" \
		"$(text_files | xargs awk 'FNR == 1 && /^#!.*(sh|bash)$/ { print FILENAME }' | xargs shellcheck -x -P SCRIPTDIR -f gcc 2>&1)"
	verdict "shellcheck finds nothing in the completion" \
		"$(for file in completion/*; do shellcheck -s bash -f gcc "$file" 2>&1; done)"
else
	skip "shellcheck finds nothing" "shellcheck is missing: install the Debian package shellcheck"
fi
if command -v codespell >/dev/null 2>&1; then
	verdict "codespell finds nothing" "$(text_files | grep -v '\.po$' | xargs codespell --ignore-regex "%[.0-9]+[a-z]+" 2>&1)"
else
	skip "codespell finds nothing" "codespell is missing: install the Debian package codespell"
fi
if command -v mandoc >/dev/null 2>&1; then
	verdict "mandoc finds nothing" "$(for page in man/*.[1-8]; do mandoc -T lint -W warning "$page" 2>&1; done)"
else
	skip "mandoc finds nothing" "mandoc is missing: install the Debian package mandoc"
fi
finish
