// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "cascade/impl/validate.h"

namespace mcu::cascade {

/// Collects the first thing of a message that is wrong.
class Check {
public:
    Check& text(std::string_view value, std::size_t most, const char* field) {
        return require(value.size() <= most && wellFormed(value), field);
    }

    /// An id that must be there: no space, no control character.
    Check& id(std::string_view value, const char* field) {
        return require(!value.empty(), field).optionalId(value, field);
    }

    Check& optionalId(std::string_view value, const char* field) {
        return text(value, limit::kId, field)
            .require(value.find(' ') == std::string_view::npos, field);
    }

    template <typename Number>
    Check& most(Number value, std::size_t most, const char* field) {
        return require(static_cast<std::size_t>(value) <= most, field);
    }

    Check& finite(double value, const char* field) {
        return require(std::isfinite(value) && std::abs(value) < 1e12, field);
    }

    Check& require(bool good, const char* field) {
        if (!good && wrong_ == nullptr) {
            wrong_ = field;
        }
        return *this;
    }

    [[nodiscard]] Status result() const {
        if (wrong_ == nullptr) {
            return {};
        }
        return Error(ErrorCode::protocol,
                     std::string("a message is malformed: ") + wrong_,
                     "the two programs do not fit; see their versions",
                     "cascade.malformed");
    }

private:
    const char* wrong_ = nullptr;
};

/// A time between 1970 and 2100.
inline bool plausible(std::int64_t microseconds) {
    return microseconds >= 0 && microseconds < 4'102'444'800'000'000;
}

}  // namespace mcu::cascade
