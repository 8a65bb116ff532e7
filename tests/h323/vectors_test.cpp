// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/vectors.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

#include "h323/asn1/schema.h"
#include "h323/hex.h"
#include "h323/per/per.h"
#include "h323/random_value.h"

namespace mcu::h323 {
namespace {

// Each message was written by Erlang's asn1ct from what it read; see tests/h323/oracle/README.md.
TEST(Vectors, AllMessagesReadAndWriteAsTheOracleDoes) {
    std::size_t kinds = 0;
    std::size_t messages = 0;
    for (const auto type : kTopLevel) {
        for (const auto& alternative : alternativesOf(type)) {
            const auto file = std::string(MCU_H323_VECTORS) + "/" + std::string(type) + "." +
                              alternative + ".vec";
            const auto vectors = readVectors(file);
            EXPECT_GE(vectors.size(), 20U) << file;
            ++kinds;
            for (const auto& vector : vectors) {
                const auto value = decodePer(type, vector.octets);
                ASSERT_TRUE(value)
                    << file << " " << toHex(vector.octets) << " " << value.error().message;
                EXPECT_EQ(hashOf(canonical(*value)), vector.textHash)
                    << file << " " << toHex(vector.octets);
                const auto again = encodePer(*value, AdditionBits::asDeclared);
                ASSERT_TRUE(again) << again.error().message;
                EXPECT_EQ(toHex(*again), toHex(vector.octets)) << file;
                ++messages;
            }
        }
    }
    EXPECT_GT(kinds, 100U);
    RecordProperty("messages", static_cast<int>(messages));
}

TEST(RandomValues, ComeBackEqual) {
    RandomValues random(7);
    for (const auto type : kTopLevel) {
        for (int i = 0; i < 500; ++i) {
            const auto value = random.make(typeNamed(type));
            const auto octets = encodePer(value);
            ASSERT_TRUE(octets) << octets.error().message;
            const auto back = decodePer(type, *octets);
            ASSERT_TRUE(back) << back.error().message << "\n" << print(value);
            EXPECT_EQ(*back, value) << print(*back) << "\n" << print(value);
        }
    }
}

TEST(RandomValues, MutatedMessagesNeverCrash) {
    RandomValues random(11);
    std::mt19937 dice(3);
    for (const auto type : kTopLevel) {
        for (int i = 0; i < 400; ++i) {
            auto octets = *encodePer(random.make(typeNamed(type)));
            for (int hit = 0; hit < 8; ++hit) {
                octets[dice() % octets.size()] ^= static_cast<std::uint8_t>(1U << dice() % 8);
                const auto value = decodePer(type, octets);
                if (value) {
                    // What was accepted can be written and read again.
                    const auto again = encodePer(*value);
                    if (again) {
                        EXPECT_TRUE(decodePer(type, *again)) << print(*value);
                    }
                }
            }
        }
    }
}

}  // namespace
}  // namespace mcu::h323
