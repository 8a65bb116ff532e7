// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/console/terminal.h"

#include <array>
#include <cwchar>

// The wide-character functions of ncurses; before its header.
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <curses.h>

#include <unicode/utf8.h>

namespace mcu::cli::console {

namespace {

/// Time for the rest of a key that begins with Escape, in milliseconds: a person needs longer for a
/// second key, a line of the province's network does not.
constexpr int kEscapeDelay = 50;

enum Pair : short { kGood = 1, kWarning, kBad };

std::string utf8Of(wint_t character) {
    std::array<char, 4> bytes{};
    std::int32_t length = 0;
    bool wrong = false;
    U8_APPEND(reinterpret_cast<std::uint8_t*>(bytes.data()),
              length,
              static_cast<std::int32_t>(bytes.size()),
              static_cast<UChar32>(character),
              wrong);
    return wrong ? std::string() : std::string(bytes.data(), static_cast<std::size_t>(length));
}

Key functionKey(wint_t code) {
    using Kind = Key::Kind;
    switch (code) {
        case KEY_UP:
            return {Kind::up, {}};
        case KEY_DOWN:
            return {Kind::down, {}};
        case KEY_PPAGE:
            return {Kind::pageUp, {}};
        case KEY_NPAGE:
            return {Kind::pageDown, {}};
        case KEY_HOME:
            return {Kind::home, {}};
        case KEY_END:
            return {Kind::end, {}};
        case KEY_BACKSPACE:
            return {Kind::backspace, {}};
        case KEY_ENTER:
            return {Kind::enter, {}};
        case KEY_RESIZE:
            return {Kind::resized, {}};
        default:
            return {};
    }
}

Key characterKey(wint_t character) {
    using Kind = Key::Kind;
    switch (character) {
        case L'\r':
        case L'\n':
            return {Kind::enter, {}};
        case L'\t':
            return {Kind::tab, {}};
        case 0x1B:
            return {Kind::escape, {}};
        case 0x08:
        case 0x7F:
            return {Kind::backspace, {}};
        case 0x0C:  // Ctrl-L
            return {Kind::redraw, {}};
        case 0x03:  // Ctrl-C
        case 0x04:  // Ctrl-D
            return {Kind::leave, {}};
        default:
            return character < 0x20 ? Key() : Key{Kind::text, utf8Of(character)};
    }
}

}  // namespace

std::unique_ptr<Terminal> Terminal::open(FILE* out,
                                         FILE* in,
                                         const std::string& type,
                                         bool colour) {
    SCREEN* screen = newterm(type.empty() ? nullptr : type.c_str(), out, in);
    if (screen == nullptr) {
        return nullptr;
    }
    std::unique_ptr<Terminal> terminal(new Terminal(screen, colour));
    terminal->prepare();
    return terminal;
}

Terminal::Terminal(void* screen, bool colour) : screen_(screen), colour_(colour) {}

void Terminal::prepare() {
    set_term(static_cast<SCREEN*>(screen_));
    raw();  // Ctrl-C is a key: it must not leave the terminal as it is
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    set_escdelay(kEscapeDelay);
    curs_set(0);
    colour_ = colour_ && has_colors() && start_color() == OK;
    if (colour_) {
        use_default_colors();
        init_pair(kGood, COLOR_GREEN, -1);
        init_pair(kWarning, COLOR_YELLOW, -1);
        init_pair(kBad, COLOR_RED, -1);
    }
}

Terminal::~Terminal() {
    endwin();
    delscreen(static_cast<SCREEN*>(screen_));
}

Size Terminal::size() const {
    return {static_cast<std::size_t>(LINES), static_cast<std::size_t>(COLS)};
}

unsigned long Terminal::attributesOf(Mark mark) const {
    switch (mark) {
        case Mark::strong:
            return A_BOLD;
        case Mark::faint:
            return A_DIM;
        case Mark::good:
            return colour_ ? COLOR_PAIR(kGood) : A_NORMAL;
        case Mark::warning:
            return colour_ ? COLOR_PAIR(kWarning) | A_BOLD : A_BOLD;
        case Mark::bad:
            return colour_ ? COLOR_PAIR(kBad) | A_BOLD : A_REVERSE;
        case Mark::chosen:
            return colour_ ? A_REVERSE : A_UNDERLINE | A_BOLD;
        case Mark::plain:
            break;
    }
    return A_NORMAL;
}

void Terminal::drawRow(std::size_t at, const Row& row) const {
    move(static_cast<int>(at), 0);
    clrtoeol();
    for (const auto& span : row) {
        attrset(static_cast<int>(attributesOf(span.mark)));
        addstr(span.text.c_str());
    }
    attrset(A_NORMAL);
}

void Terminal::draw(const Screen& screen) {
    drawn_.resize(screen.rows.size(), Row{{"\n", Mark::plain}});  // like no row
    for (std::size_t i = 0; i < screen.rows.size(); ++i) {
        if (screen.rows[i] != drawn_[i]) {
            drawRow(i, screen.rows[i]);
            drawn_[i] = screen.rows[i];
        }
    }
    curs_set(screen.cursor ? 1 : 0);
    if (screen.cursor) {
        move(static_cast<int>(screen.cursor->row), static_cast<int>(screen.cursor->column));
    }
    refresh();
}

void Terminal::forget() {
    drawn_.clear();
    clearok(curscr, TRUE);
}

std::optional<Key> Terminal::read() {
    wint_t code = 0;
    const int kind = get_wch(&code);
    if (kind == ERR) {
        return std::nullopt;
    }
    if (kind != KEY_CODE_YES) {
        return characterKey(code);
    }
    Key key = functionKey(code);
    if (key.kind == Key::Kind::resized) {
        drawn_.clear();
        erase();
    }
    return key;
}

}  // namespace mcu::cli::console
