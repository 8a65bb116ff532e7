// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/fold.h"

#include <memory>

#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "base/check.h"

namespace mcu {

namespace {

enum class Form { composed, decomposed };

icu::UnicodeString normalized(const icu::UnicodeString& text, Form form) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = form == Form::composed
                                             ? icu::Normalizer2::getNFCInstance(error)
                                             : icu::Normalizer2::getNFDInstance(error);
    MCU_CHECK(U_SUCCESS(error));
    const icu::UnicodeString result = normalizer->normalize(text, error);
    return U_SUCCESS(error) ? result : text;
}

icu::UnicodeString fromUtf8(std::string_view utf8) {
    return icu::UnicodeString::fromUTF8(
        icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
}

std::string toUtf8(const icu::UnicodeString& text) {
    std::string result;
    text.toUTF8String(result);
    return result;
}

/// Runs of white space as one space, none at the ends.
icu::UnicodeString squeezed(const icu::UnicodeString& text) {
    icu::UnicodeString result;
    bool gap = false;
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const UChar32 c = text.char32At(i);
        if (u_isUWhiteSpace(c)) {
            gap = !result.isEmpty();
            continue;
        }
        if (gap) {
            result.append(u' ');
            gap = false;
        }
        result.append(c);
    }
    return result;
}

/// Grave, acute, tilde, hook above, dot below: the five written tones.
bool isTone(UChar32 c) {
    return c == 0x0300 || c == 0x0301 || c == 0x0303 || c == 0x0309 || c == 0x0323;
}

/// Moves each syllable's tone to its end, so that its placement no longer matters.
icu::UnicodeString tonesLast(const icu::UnicodeString& decomposed) {
    icu::UnicodeString result;
    icu::UnicodeString tones;
    for (int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
        const UChar32 c = decomposed.char32At(i);
        if (isTone(c)) {
            tones.append(c);
            continue;
        }
        if (!u_isalnum(c) && u_charType(c) != U_NON_SPACING_MARK) {
            result.append(tones);
            tones.remove();
        }
        result.append(c);
    }
    return result.append(tones);
}

}  // namespace

std::string toNfc(std::string_view utf8) {
    return toUtf8(squeezed(normalized(fromUtf8(utf8), Form::composed)));
}

std::string exactKey(std::string_view utf8) {
    icu::UnicodeString text = squeezed(normalized(fromUtf8(utf8), Form::decomposed));
    text.toLower(icu::Locale::getRoot());
    return toUtf8(tonesLast(text));
}

std::string fold(std::string_view utf8) {
    icu::UnicodeString text = squeezed(normalized(fromUtf8(utf8), Form::decomposed));
    text.toLower(icu::Locale::getRoot());
    icu::UnicodeString result;
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const UChar32 c = text.char32At(i);
        if (u_charType(c) == U_NON_SPACING_MARK) {
            continue;
        }
        result.append(c == 0x0111 ? UChar32{u'd'} : c);
    }
    return toUtf8(result);
}

int vietnameseCompare(std::string_view left, std::string_view right) {
    static const std::unique_ptr<const icu::Collator> kCollator = [] {
        UErrorCode error = U_ZERO_ERROR;
        std::unique_ptr<icu::Collator> made(
            icu::Collator::createInstance(icu::Locale("vi"), error));
        return U_SUCCESS(error) ? std::move(made) : nullptr;
    }();
    if (kCollator == nullptr) {
        return left.compare(right);
    }
    UErrorCode error = U_ZERO_ERROR;
    return kCollator->compare(fromUtf8(left), fromUtf8(right), error);
}

}  // namespace mcu
