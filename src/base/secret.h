// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ostream>
#include <utility>

namespace mcu {

/// A value that must not reach a log, an error text or an event: it prints as ***.
template <typename T>
class Secret {
public:
    Secret() = default;

    explicit Secret(T value) : value_(std::move(value)) {}

    [[nodiscard]] const T& reveal() const { return value_; }

    bool operator==(const Secret&) const = default;

    friend std::ostream& operator<<(std::ostream& out, const Secret&) { return out << "***"; }

private:
    T value_{};
};

}  // namespace mcu
