#ifndef PROMPTINTERN_NCURSES_SHIM_H
#define PROMPTINTERN_NCURSES_SHIM_H
/* Without this, ncurses.h hides cchar_t and every function on wide characters. */
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
/* Real functions in place of macros, which Swift cannot import. */
#define NCURSES_NOMACROS 1
#include <ncurses.h>
#include <term.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

/* Declared by hand: Swift's own Glibc module hides it. */
extern int wcwidth(wchar_t);

/* Swift 6 refuses global variables of C as shared mutable state; a function is not one. */
static inline WINDOW *nc_stdscr(void) { return stdscr; }
static inline WINDOW *nc_curscr(void) { return curscr; }
static inline int nc_colors(void) { return COLORS; }
static inline int nc_pairs(void) { return COLOR_PAIRS; }

/* newterm in place of initscr, which exits the process where it fails. */
static inline bool nc_newterm(void) { return newterm(NULL, stdout, stdin) != NULL; }

/* Is the terminal described and can it place its cursor? 1 yes, 0 described but cannot, -1 not
   described. A "dumb" terminal passes newterm, so this asks before. */
static inline int nc_can_place_cursor(void) {
  int status = 0;
  if (setupterm(NULL, STDOUT_FILENO, &status) == ERR || status != 1) return -1;
  const char *cup = tigetstr("cup");
  return cup != NULL && cup != (const char *)-1;
}

/* A string capability; NULL where absent. */
static inline const char *nc_capability(const char *name) {
  const char *text = tigetstr(name);
  return text == (const char *)-1 ? NULL : text;
}

/* A_BOLD and its like are macros with casts. */
static const attr_t NC_BOLD = WA_BOLD, NC_DIM = WA_DIM, NC_REVERSE = WA_REVERSE,
                    NC_UNDERLINE = WA_UNDERLINE, NC_ITALIC = WA_ITALIC;

/* The pair goes through the last argument: a short holds too few of them. */
static inline int nc_put(int y, int x, const wchar_t *text, attr_t attributes, int pair) {
  cchar_t cell;
  if (setcchar(&cell, text, attributes, (short)0, &pair) == ERR) return ERR;
  return mvadd_wch(y, x, &cell);
}
#endif
