// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/h263/macroblock_walk.h"

#include <algorithm>
#include <array>
#include <optional>

#include "media/bit_cursor.h"
#include "media/h263/code_tables.h"
#include "media/h263/picture_header.h"

namespace mcu::media::h263 {

namespace {

constexpr unsigned kStartCodeBits = 17;
constexpr int kLeastVector = -32;  // half pixels
constexpr int kMostVector = 31;
constexpr int kRangeOfVector = 64;

struct Vector {
    int x = 0;
    int y = 0;
};

int median(int a, int b, int c) {
    return std::max(std::min(a, b), std::min(std::max(a, b), c));
}

/// Reads a picture macroblock by macroblock (H.263 sections 5.2 to 5.4, 6.1.1).
class Walk {
public:
    Walk(std::span<const std::byte> picture,
         const PictureHeader& header,
         std::vector<CutPoint>& out)
        : cursor_(picture),
          out_(out),
          columns_(header.width / 16),
          rows_(header.height / 16),
          rowsOfGroup_(header.height <= 400   ? 1
                       : header.height <= 800 ? 2
                                              : 4),
          intra_(header.intra),
          quantizer_(header.quantizer),
          above_(static_cast<std::size_t>(columns_)),
          current_(static_cast<std::size_t>(columns_)) {
        cursor_.skip(header.bits);
    }

    bool run() {
        out_.push_back({0, true, 0, 0, quantizer_, 0, 0});
        for (int row = 0; row < rows_; ++row) {
            if (row % rowsOfGroup_ == 0 && row > 0) {
                beginGroup(row);
            }
            for (int column = 0; column < columns_; ++column) {
                if (!macroblock(row, column)) {
                    return false;
                }
            }
            std::swap(above_, current_);
            firstRow_ = false;
        }
        return !cursor_.overrun();
    }

private:
    /// Takes the header of a group of blocks, if it has one.
    void beginGroup(int row) {
        BitCursor ahead = cursor_;
        ahead.align();
        if (ahead.peek(kStartCodeBits) != 1) {
            return;
        }
        const auto at = ahead.at();
        ahead.skip(kStartCodeBits);
        const auto group = static_cast<std::uint8_t>(ahead.read(5));
        if (group != row / rowsOfGroup_) {
            return;
        }
        ahead.skip(2);  // frame id
        quantizer_ = static_cast<std::uint8_t>(ahead.read(5));
        cursor_ = ahead;
        firstRow_ = true;
        out_.push_back({at, true, group, 0, quantizer_, 0, 0});
    }

    /// Section 6.1.1. With a header, what is above the group does not count.
    [[nodiscard]] Vector predictor(int column) const {
        const auto at = static_cast<std::size_t>(column);
        const Vector left = column > 0 ? current_[at - 1] : Vector{};
        if (firstRow_) {
            return left;
        }
        const Vector top = above_[at];
        const Vector right = column + 1 < columns_ ? above_[at + 1] : Vector{};
        return {median(left.x, top.x, right.x), median(left.y, top.y, right.y)};
    }

    bool macroblock(int row, int column) {
        const auto at = static_cast<std::size_t>(column);
        const auto predicted = predictor(column);
        const int inGroup = row % rowsOfGroup_ * columns_ + column;
        if (inGroup > 0) {
            out_.push_back({cursor_.at(),
                            false,
                            static_cast<std::uint8_t>(row / rowsOfGroup_),
                            static_cast<std::uint16_t>(inGroup),
                            quantizer_,
                            static_cast<std::int8_t>(predicted.x),
                            static_cast<std::int8_t>(predicted.y)});
        }
        current_[at] = {};
        const auto type = readType();
        if (!type) {
            return false;
        }
        if (*type == kSkipped) {
            return true;
        }
        const unsigned kind = intra_ ? 3 + *type / 4 : *type / 4;
        const bool intra = kind >= 3;
        const auto pattern = kLumaPatterns.read(cursor_);
        if (!pattern || kind == 2) {
            return false;  // four vectors: annex F
        }
        if (kind == 1 || kind == 4) {
            constexpr std::array kSteps{-1, -2, 1, 2};
            quantizer_ =
                static_cast<std::uint8_t>(std::clamp(quantizer_ + kSteps[cursor_.read(2)], 1, 31));
        }
        if (!intra) {
            const auto x = readVector(predicted.x);
            const auto y = readVector(predicted.y);
            if (!x || !y) {
                return false;
            }
            current_[at] = {*x, *y};
        }
        return blocks((intra ? *pattern : 15U - *pattern) << 2U | *type % 4, intra);
    }

    static constexpr unsigned kSkipped = 100;

    /// COD and MCBPC.
    std::optional<unsigned> readType() {
        while (!cursor_.overrun()) {
            if (!intra_ && cursor_.flag()) {
                return kSkipped;
            }
            const auto type = intra_ ? kIntraTypes.read(cursor_) : kInterTypes.read(cursor_);
            if (type != (intra_ ? kIntraStuffing : kInterStuffing)) {
                return type;
            }
        }
        return std::nullopt;
    }

    std::optional<int> readVector(int predicted) {
        const auto size = kVectors.read(cursor_);
        if (!size) {
            return std::nullopt;
        }
        int value = static_cast<int>(*size);
        if (value != 0 && cursor_.flag()) {
            value = -value;
        }
        value += predicted;
        if (value < kLeastVector) {
            return value + kRangeOfVector;
        }
        return value > kMostVector ? value - kRangeOfVector : value;
    }

    bool blocks(unsigned coded, bool intra) {
        for (unsigned block = 0; block < 6; ++block) {
            cursor_.skip(intra ? 8 : 0);
            bool last = (coded >> (5 - block) & 1U) == 0;
            while (!last) {
                const auto word = kCoefficients.read(cursor_);
                if (!word || cursor_.overrun()) {
                    return false;
                }
                if (*word == kEscape) {
                    last = cursor_.flag();
                    cursor_.skip(14);
                } else {
                    last = *word >= kFirstLast;
                    cursor_.skip(1);
                }
            }
        }
        return true;
    }

    BitCursor cursor_;
    std::vector<CutPoint>& out_;
    const int columns_;
    const int rows_;
    const int rowsOfGroup_;
    const bool intra_;
    std::uint8_t quantizer_;
    bool firstRow_ = true;  ///< of the picture, or of a group with a header
    std::vector<Vector> above_;
    std::vector<Vector> current_;
};

}  // namespace

bool findCutPoints(std::span<const std::byte> picture, std::vector<CutPoint>& points) {
    points.clear();
    const auto header = readPictureHeader(picture);
    if (!header || header->plus || header->annexes) {
        return false;
    }
    return Walk(picture, *header, points).run();
}

}  // namespace mcu::media::h263
