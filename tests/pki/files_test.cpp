// SPDX-License-Identifier: GPL-3.0-or-later
#include "pki/impl/files.h"

#include <atomic>
#include <thread>

#include "pki/workshop.h"

namespace mcu::pki::test {
namespace {

std::size_t filesIn(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

TEST(Files, AreWrittenWholeOrNotAtAll) {
    const TemporaryFolder folder;
    const std::string one(200000, '1');
    const std::string two(200000, '2');
    ASSERT_TRUE(writeFile(folder / "x", one, 0644, Write::anew).has_value());
    std::atomic<bool> done{false};
    std::thread reader([&] {
        while (!done) {
            const auto seen = readFile(folder / "x", 1 << 20);
            ASSERT_TRUE(seen.has_value());
            ASSERT_TRUE(*seen == one || *seen == two);
        }
    });
    for (int i = 0; i < 20; ++i) {
        EXPECT_TRUE(writeFile(folder / "x", i % 2 == 0 ? two : one, 0644, Write::replace));
    }
    done = true;
    reader.join();
    EXPECT_EQ(filesIn(folder / ""), 1U);
}

TEST(Files, ThatMustBeNewReplaceNothing) {
    const TemporaryFolder folder;
    ASSERT_TRUE(writeFile(folder / "x", "one", 0600, Write::anew).has_value());
    EXPECT_EQ(modeOf(folder / "x"), 0600U);
    const auto again = writeFile(folder / "x", "two", 0600, Write::anew);
    ASSERT_FALSE(again.has_value());
    EXPECT_EQ(again.error().code, ErrorCode::alreadyExists);
    EXPECT_EQ(slurp(folder / "x"), "one");
    // Not even a link that leads nowhere, and replacing does not follow one.
    std::filesystem::create_symlink(folder / "target", folder / "link");
    EXPECT_FALSE(writeFile(folder / "link", "two", 0600, Write::anew).has_value());
    EXPECT_TRUE(writeFile(folder / "link", "two", 0600, Write::replace).has_value());
    EXPECT_FALSE(std::filesystem::exists(folder / "target"));
    EXPECT_EQ(filesIn(folder / ""), 2U);
}

TEST(Files, SayWhatWentWrong) {
    const TemporaryFolder folder;
    EXPECT_EQ(readFile(folder / "x", 10).error().code, ErrorCode::notFound);
    EXPECT_FALSE(readFile(folder / "", 10).has_value());
    spill(folder / "x", "0123456789");
    EXPECT_EQ(readFile(folder / "x", 10).value(), "0123456789");
    EXPECT_EQ(readFile(folder / "x", 9).error().id, "file.too-large");
    EXPECT_EQ(writeFile(folder / "no/x", "", 0600, Write::anew).error().code, ErrorCode::notFound);
    EXPECT_FALSE(makeFolder(folder / "x/y").has_value());
    EXPECT_TRUE(makeFolder(folder / "a/b/c").has_value());
    EXPECT_TRUE(makeFolder(folder / "a/b/c/").has_value());
    EXPECT_EQ(modeOf(folder / "a/b"), 0700U);
}

}  // namespace
}  // namespace mcu::pki::test
