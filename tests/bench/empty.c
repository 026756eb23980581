// SPDX-License-Identifier: Apache-2.0
// An empty program, linked with the libraries of tidings: what tests/bench/startup.py measures against.

int main(void)
{
	return 0;
}
