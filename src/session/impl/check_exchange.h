// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "cascade/checks.h"
#include "session/impl/book.h"

namespace mcu::session {

/// Checks that slaves made, in the sessions of their master (PL4-06, decision 0253): the same plan
/// is imported at both. Thread: control.
class CheckExchange final : public cascade::CheckKeeper {
public:
    explicit CheckExchange(Book& book) : book_(book) {}

    [[nodiscard]] std::vector<cascade::CheckNews> latest() const override;
    void take(const cascade::CheckNews& news, const McuId& from) override;
    void onCheck(std::function<void(const cascade::CheckNews&)> handler) override;

    /// A record "check" was written down.
    void written(const Record& record) const;

private:
    Book& book_;
    std::function<void(const cascade::CheckNews&)> tell_;
};

}  // namespace mcu::session
