// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/console/key.h"
#include "cli/console/screen.h"

namespace mcu::cli::console {

/// A terminal taken over whole (ncurses): draws what differs from what it shows, gives keys. Given
/// back by the destructor. One at a time; one thread. Only here is ncurses known.
class Terminal {
public:
    /// Null: `type` (empty: that of TERM) is no terminal that can place its cursor. The files
    /// outlive it.
    [[nodiscard]] static std::unique_ptr<Terminal> open(FILE* out,
                                                        FILE* in,
                                                        const std::string& type,
                                                        bool colour);
    ~Terminal();
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    [[nodiscard]] Size size() const;
    void draw(const Screen& screen);
    /// Everything anew at the next draw(): another program has written on the screen.
    void forget();
    /// The next key that has been pressed; nothing: none has.
    [[nodiscard]] std::optional<Key> read();

private:
    explicit Terminal(void* screen, bool colour);
    void prepare();
    void drawRow(std::size_t at, const Row& row) const;
    [[nodiscard]] unsigned long attributesOf(Mark mark) const;

    void* screen_;  ///< SCREEN of ncurses
    bool colour_;
    std::vector<Row> drawn_;
};

}  // namespace mcu::cli::console
