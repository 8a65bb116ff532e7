// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/h261/picture_walk.h"

#include <utility>

#include "media/bit_cursor.h"
#include "media/h261/code_tables.h"

namespace mcu::media::h261 {

namespace {

constexpr unsigned kPictureCodeBits = 20;
constexpr std::uint32_t kPictureCode = 0x10;
constexpr unsigned kGroupCodeBits = 16;
constexpr std::uint32_t kGroupCode = 1;
constexpr int kMacroblocks = 33;  ///< of a group
constexpr int kMostSpares = 64;

class Walk {
public:
    Walk(std::span<const std::byte> picture, unsigned missing, std::vector<CutPoint>* points)
        : cursor_(picture), end_(picture.size() * 8 - missing), points_(points) {}

    PictureShape run() {
        for (int i = 0; i < 7 && cursor_.peek(kPictureCodeBits) != kPictureCode; ++i) {
            cursor_.skip(1);
        }
        const auto begin = cursor_.at();
        if (cursor_.read(kPictureCodeBits) != kPictureCode) {
            return {};
        }
        shape_.temporalReference = static_cast<std::uint8_t>(cursor_.read(5));
        cursor_.skip(3);
        const bool cif = cursor_.flag();
        cursor_.skip(2);
        if (!skipSpares() || over()) {
            return {};
        }
        shape_.width = cif ? 352 : 176;
        shape_.height = cif ? 288 : 144;
        put({begin, true, 0, 0, 0, 0, 0});
        bool first = true;
        while (groupAhead()) {
            if (!group(std::exchange(first, false))) {
                return shape_;
            }
        }
        shape_.ended = !over();
        return shape_;
    }

private:
    [[nodiscard]] bool over() const { return cursor_.at() > end_; }

    void put(const CutPoint& point) {
        if (points_ != nullptr) {
            points_->push_back(point);
        }
    }

    /// PEI and GEI: bytes of spare information.
    bool skipSpares() {
        int spares = 0;
        while (cursor_.flag()) {
            cursor_.skip(8);
            if (++spares > kMostSpares) {
                return false;
            }
        }
        return true;
    }

    /// Fifteen zeros and a one; what fills up a last byte is zeros alone.
    [[nodiscard]] bool groupAhead() const {
        return cursor_.at() + kGroupCodeBits + 4 <= end_ &&
               cursor_.peek(kGroupCodeBits) == kGroupCode;
    }

    bool group(bool first) {
        const auto begin = cursor_.at();
        cursor_.skip(kGroupCodeBits);
        group_ = static_cast<std::uint8_t>(cursor_.read(4));
        if (group_ == 0 || group_ > 12) {
            return false;
        }
        quantizer_ = static_cast<std::uint8_t>(cursor_.read(5));
        if (!skipSpares()) {
            return false;
        }
        if (!first) {  // the picture's header goes with its first group
            put({begin, true, group_, 0, quantizer_, 0, 0});
        }
        address_ = 0;
        x_ = y_ = 0;
        moved_ = false;
        while (!over() && !groupAhead() && !onlyZeros()) {
            if (!macroblock()) {
                return false;
            }
        }
        return !over();
    }

    /// Nothing but what fills up the last byte is left.
    [[nodiscard]] bool onlyZeros() const {
        const auto left = end_ - cursor_.at();
        return left < 8 && cursor_.peek(static_cast<unsigned>(left)) == 0;
    }

    bool macroblock() {
        if (address_ > 0) {
            const bool leans = moved_;
            put({cursor_.at(),
                 false,
                 group_,
                 static_cast<std::uint8_t>(address_),
                 quantizer_,
                 static_cast<std::int8_t>(leans ? x_ : 0),
                 static_cast<std::int8_t>(leans ? y_ : 0)});
        }
        auto step = kAddresses.read(cursor_);
        while (step == kMbaStuffing && !over()) {
            step = kAddresses.read(cursor_);
        }
        const auto type = kTypes.read(cursor_);
        if (!step || !type || *step == kMbaStuffing) {
            return false;
        }
        const int advance = static_cast<int>(*step) + 1;
        address_ += advance;
        if (address_ > kMacroblocks) {
            return false;
        }
        const auto& meaning = kTypeMeanings[*type];
        ++(meaning.intra ? shape_.intra : shape_.others);
        if (meaning.quantizer) {
            quantizer_ = static_cast<std::uint8_t>(cursor_.read(5));
        }
        const bool follows = advance == 1 && moved_ && address_ != 1 && address_ != 12 &&
                             address_ != 23;  // section 4.2.3.4
        if (!follows) {
            x_ = y_ = 0;
        }
        moved_ = meaning.vector;
        if (meaning.vector && (!readVector(x_) || !readVector(y_))) {
            return false;
        }
        return blocks(meaning);
    }

    bool readVector(int& component) {
        const auto size = kVectors.read(cursor_);
        if (!size) {
            return false;
        }
        int change = static_cast<int>(*size);
        if (change != 0 && cursor_.flag()) {
            change = -change;
        }
        component += change;
        if (component < -15) {
            component += 32;
        } else if (component > 15) {
            component -= 32;
        }
        return true;
    }

    bool blocks(const MacroblockType& meaning) {
        unsigned coded = meaning.intra ? 63 : 0;
        if (meaning.pattern) {
            const auto pattern = kPatterns.read(cursor_);
            if (!pattern) {
                return false;
            }
            coded = *pattern + 1;
        }
        for (unsigned block = 0; block < 6; ++block) {
            if ((coded >> (5 - block) & 1U) != 0 && !coefficients(meaning.intra)) {
                return false;
            }
        }
        return true;
    }

    bool coefficients(bool intra) {
        if (intra) {
            cursor_.skip(8);
        } else if (cursor_.peek(1) == 1) {
            cursor_.skip(2);  // a first coefficient of 1: a shorter word, and no end of block
        }
        while (!over()) {
            const auto word = kCoefficients.read(cursor_);
            if (!word) {
                return false;
            }
            if (*word == kEndOfBlock) {
                return true;
            }
            cursor_.skip(*word == kEscape ? 14 : 1);
        }
        return false;
    }

    BitCursor cursor_;
    const std::size_t end_;
    std::vector<CutPoint>* const points_;
    PictureShape shape_;
    std::uint8_t group_ = 0;
    std::uint8_t quantizer_ = 0;
    int address_ = 0;
    int x_ = 0;
    int y_ = 0;
    bool moved_ = false;  ///< the macroblock before had a vector
};

}  // namespace

PictureShape walk(std::span<const std::byte> picture,
                  unsigned missing,
                  std::vector<CutPoint>* points) {
    if (points != nullptr) {
        points->clear();
    }
    if (picture.empty() || missing > 7) {
        return {};
    }
    return Walk(picture, missing, points).run();
}

}  // namespace mcu::media::h261
