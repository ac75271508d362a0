/*
 * Uses Wine's desktop and stays. Otherwise its explorer.exe goes when nobody needs it and comes again below whatever needs it next: there
 * it holds the output of that program open, and who waits for the end of it waits for ever.
 */
#include "stand-in.h"

int wmain(int count, wchar_t **words) {
  GetDesktopWindow();
  puts("there");
  fflush(stdout);
  Sleep(INFINITE);
  return 0;
}
