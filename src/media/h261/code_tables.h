// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "media/code_word.h"

// The variable length codes of H.261 section 4.2, in the order of its tables.

namespace mcu::media::h261 {

/// Table 1, MBA: 1 to 33 are words 0 to 32.
inline constexpr unsigned kMbaStuffing = 33;
inline constexpr CodeTable<11> kAddresses(std::array<CodeWord, 34>{
    CodeWord{1, 1}, {3, 3},   {2, 3},   {3, 4},   {2, 4},   {3, 5},   {2, 5},   {7, 7},   {6, 7},
    {11, 8},        {10, 8},  {9, 8},   {8, 8},   {7, 8},   {6, 8},   {23, 10}, {22, 10}, {21, 10},
    {20, 10},       {19, 10}, {18, 10}, {35, 11}, {34, 11}, {33, 11}, {32, 11}, {31, 11}, {30, 11},
    {29, 11},       {28, 11}, {27, 11}, {26, 11}, {25, 11}, {24, 11}, {15, 11}});

/// What comes with a macroblock (table 2).
struct MacroblockType {
    bool intra = false;
    bool quantizer = false;
    bool vector = false;
    bool pattern = false;
    bool coefficients = false;
};

/// Table 2, MTYPE.
inline constexpr CodeTable<10> kTypes(std::array<CodeWord, 10>{
    CodeWord{1, 4}, {1, 7}, {1, 1}, {1, 5}, {1, 9}, {1, 8}, {1, 10}, {1, 3}, {1, 2}, {1, 6}});
inline constexpr std::array<MacroblockType, 10> kTypeMeanings = {
    MacroblockType{true, false, false, false, true},
    {true, true, false, false, true},
    {false, false, false, true, true},
    {false, true, false, true, true},
    {false, false, true, false, false},
    {false, false, true, true, true},
    {false, true, true, true, true},
    {false, false, true, false, false},
    {false, false, true, true, true},
    {false, true, true, true, true}};

/// Table 3, MVD without its sign: 0 to 16.
inline constexpr CodeTable<10> kVectors(std::array<CodeWord, 17>{CodeWord{1, 1},
                                                                 {1, 2},
                                                                 {1, 3},
                                                                 {1, 4},
                                                                 {3, 6},
                                                                 {5, 7},
                                                                 {4, 7},
                                                                 {3, 7},
                                                                 {11, 9},
                                                                 {10, 9},
                                                                 {9, 9},
                                                                 {17, 10},
                                                                 {16, 10},
                                                                 {15, 10},
                                                                 {14, 10},
                                                                 {13, 10},
                                                                 {12, 10}});

/// Table 4, CBP: 1 to 63 are words 0 to 62.
inline constexpr CodeTable<9> kPatterns(std::array<CodeWord, 63>{
    CodeWord{11, 5}, {9, 5},  {13, 6}, {13, 4}, {23, 7}, {19, 7}, {31, 8}, {12, 4}, {22, 7},
    {18, 7},         {30, 8}, {19, 5}, {27, 8}, {23, 8}, {19, 8}, {11, 4}, {21, 7}, {17, 7},
    {29, 8},         {17, 5}, {25, 8}, {21, 8}, {17, 8}, {15, 6}, {15, 8}, {13, 8}, {3, 9},
    {15, 5},         {11, 8}, {7, 8},  {7, 9},  {10, 4}, {20, 7}, {16, 7}, {28, 8}, {14, 6},
    {14, 8},         {12, 8}, {2, 9},  {16, 5}, {24, 8}, {20, 8}, {16, 8}, {14, 5}, {10, 8},
    {6, 8},          {6, 9},  {18, 5}, {26, 8}, {22, 8}, {18, 8}, {13, 5}, {9, 8},  {5, 8},
    {5, 9},          {12, 5}, {8, 8},  {4, 8},  {4, 9},  {7, 3},  {10, 5}, {8, 5},  {12, 6}});

inline constexpr unsigned kEndOfBlock = 0;  ///< in kCoefficients
inline constexpr unsigned kEscape = 64;     ///< in kCoefficients

/// Table 5, TCOEFF without its sign.
inline constexpr CodeTable<13> kCoefficients(std::array<CodeWord, 65>{
    CodeWord{2, 2}, {3, 2},   {4, 4},   {5, 5},   {6, 7},   {38, 8},  {33, 8},  {10, 10}, {29, 12},
    {24, 12},       {19, 12}, {16, 12}, {26, 13}, {25, 13}, {24, 13}, {23, 13}, {3, 3},   {6, 6},
    {37, 8},        {12, 10}, {27, 12}, {22, 13}, {21, 13}, {5, 4},   {4, 7},   {11, 10}, {20, 12},
    {20, 13},       {7, 5},   {36, 8},  {28, 12}, {19, 13}, {6, 5},   {15, 10}, {18, 12}, {7, 6},
    {9, 10},        {18, 13}, {5, 6},   {30, 12}, {4, 6},   {21, 12}, {7, 7},   {17, 12}, {5, 7},
    {17, 13},       {39, 8},  {16, 13}, {35, 8},  {34, 8},  {32, 8},  {14, 10}, {13, 10}, {8, 10},
    {31, 12},       {26, 12}, {25, 12}, {23, 12}, {22, 12}, {31, 13}, {30, 13}, {29, 13}, {28, 13},
    {27, 13},       {1, 6}});

}  // namespace mcu::media::h261
