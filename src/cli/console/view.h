// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "cli/console/console.h"

namespace mcu::cli::console {

/// A console's screen at an instant, top to bottom. Lives for one drawing.
class View {
public:
    View(Console& console, Size size, Moment now)
        : console_(console), globals_(console.globals_), size_(size), now_(now) {}

    [[nodiscard]] Screen screen();

private:
    using Rows = std::vector<Row>;

    // the head: never covered
    void addHead(Rows& rows) const;
    void addLost(Rows& rows) const;
    void addOnAir(Rows& rows) const;
    void addRequests(Rows& rows) const;
    void addOrders(Rows& rows) const;
    void addMessages(Rows& rows) const;
    void addScript(Rows& rows) const;
    void addDeadlines(Rows& rows) const;
    void addCounts(Rows& rows) const;
    void addAlerts(Rows& rows) const;
    [[nodiscard]] Row incidentRow(const v1::IncidentView& incident) const;
    [[nodiscard]] Row alertRow(const v1::Event& event) const;

    // the middle: the list, or what is chosen from, or help
    [[nodiscard]] Rows middle(std::size_t room);
    [[nodiscard]] Rows sites(std::size_t room);
    [[nodiscard]] Rows candidates(std::size_t room) const;
    [[nodiscard]] Rows help(std::size_t room) const;

    // the foot
    [[nodiscard]] Row line(Screen& screen, std::size_t row) const;
    /// What the name being typed means.
    [[nodiscard]] Row readBackRow() const;
    [[nodiscard]] static Row keys();

    [[nodiscard]] std::string panesOf(const v1::ViewStatus& view) const;
    [[nodiscard]] std::string sessionClock() const;
    /// Seconds since the news came: the server's ages grow by it.
    [[nodiscard]] double sinceNews() const;
    [[nodiscard]] std::size_t alertRows() const;

    Console& console_;
    const Globals& globals_;
    const Size size_;
    const Moment now_;
};

[[nodiscard]] Mark markOf(Shade shade);

/// "0:42", "12:05", "1:02:03".
[[nodiscard]] std::string clockOf(double seconds);

/// The chair's clock: how it stands by colour and by signs: "!" from 10 s, "!!" from 20 s, over 30
/// s in words.
[[nodiscard]] Span requestClock(double seconds, const Globals& globals);

}  // namespace mcu::cli::console
